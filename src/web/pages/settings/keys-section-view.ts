import type { OperatorSeal } from '../../../core/storages/keys/tenant-seals.ts';
import type { KeysView } from '../../../core/use-cases/keys/keys.ts';
import { showDate, type ShownDate } from '../../view/dates.ts';
import type { Lozenge } from '../../view/lozenge.ts';
import type { Reader } from '../../view/reader.ts';

/** What opens the backups (`partials/settings/keys-section.hbs`). */
export interface KeysSectionView {
  state: Lozenge;
  /** How the data key is sealed under the keys of whoever runs the service. */
  operator: string;
  recovery:
    | { made: ShownDate; by: string; opens: string | undefined; lacks: string | undefined }
    | undefined;
  hasOwnStorage: boolean;
}

const OPERATOR: Record<OperatorSeal, string> = {
  current: 'Sealed with the current key',
  earlier: 'Being moved to the current key, which takes less than a minute',
  missing: "Sealed with a key that isn't there. Contact whoever runs this service",
  'none-yet': 'Nothing is sealed yet',
};

export function keysSectionView(keys: KeysView, reader: Reader): KeysSectionView {
  const { operator, recovery, hasOwnStorage } = keys;
  return {
    state: stateOf(keys),
    operator: OPERATOR[operator],
    hasOwnStorage,
    recovery: recovery && {
      made: showDate(recovery.madeAt, reader),
      by: recovery.madeBy.name,
      opens: listed(recovery.opens),
      lacks: listed(recovery.lacks),
    },
  };
}

const listed = (names: string[]): string | undefined =>
  names.length > 0 ? names.join(', ') : undefined;

function stateOf({ operator, recovery, hasOwnStorage }: KeysView): Lozenge {
  if (operator === 'missing') return { text: 'Needs attention', look: 'removed' };
  if (recovery) return { text: 'Recovery key created', look: 'success' };
  return hasOwnStorage
    ? { text: 'No recovery key', look: 'moved' }
    : { text: "Service's keys", look: '' };
}
