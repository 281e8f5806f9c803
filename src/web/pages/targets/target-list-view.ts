import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import type { Site } from '../../../core/sites/site.ts';
import { showDate, type ShownDate } from '../../view/dates.ts';
import type { Reader } from '../../view/reader.ts';

export interface TargetListView {
  empty: boolean;
  targets: {
    id: string;
    name: string | undefined;
    siteUrl: string;
    sandbox: boolean;
    location: string;
    created: ShownDate;
  }[];
}

export const targetListView = (targets: Site[], reader: Reader): TargetListView => ({
  empty: targets.length === 0,
  targets: targets.map((target) => ({
    id: target.id,
    name: target.name,
    siteUrl: target.siteUrl,
    sandbox: readDetails(cloudKind, target).sandbox,
    location: 'Cloud',
    created: showDate(target.createdAt, reader.timeZone),
  })),
});
