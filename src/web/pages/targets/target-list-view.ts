import type { TargetInstance } from '../../../core/use-cases/targets/target-instances.ts';
import { showDate, type ShownDate } from '../../view/dates.ts';
import type { Reader } from '../../view/reader.ts';

export interface TargetListView {
  empty: boolean;
  targets: {
    id: string;
    name: string | undefined;
    siteUrl: string;
    marks: string[];
    location: string;
    created: ShownDate;
  }[];
}

export const targetListView = (targets: TargetInstance[], reader: Reader): TargetListView => ({
  empty: targets.length === 0,
  targets: targets.map((target) => ({
    id: target.id,
    name: target.name,
    siteUrl: target.siteUrl,
    marks: target.shown.marks,
    location: target.shown.kindLabel,
    created: showDate(target.createdAt, reader.timeZone),
  })),
});
