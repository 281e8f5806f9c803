import type { TargetInstance } from '../../../core/use-cases/targets/target-instances.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Reader } from '../../view/reader.ts';
import { accountState, type AccountState } from './account-state.ts';
import { rightsView } from './rights-view.ts';

/** A target instance in its list (`partials/settings/targets-section.hbs`). */
export interface TargetLineView extends AccountState {
  id: string;
  name: string | undefined;
  siteUrl: string;
  marks: string[];
  location: string;
  created: ShownDate;
  /** What its account lacks, and what will not work without it. */
  lacks: string[];
}

export const targetsView = (targets: TargetInstance[], reader: Reader): TargetLineView[] =>
  targets.map((target) => {
    const lacks = rightsView(target.rights ?? []).filter(({ granted }) => !granted);
    return {
      id: target.id,
      name: target.name,
      siteUrl: target.siteUrl,
      marks: target.shown.marks,
      location: target.shown.kindLabel,
      created: showDate(target.createdAt, reader),
      ...accountState({ refusal: target.refusal, lacksRights: lacks.length > 0 }),
      lacks: lacks.map(({ warning }) => warning),
    };
  });
