import type { OperatorSeal } from '../../../core/storages/keys/tenant-seals.ts';
import type { PassphraseState } from '../../../core/storages/keys/passphrases.ts';
import type { KeysView } from '../../../core/use-cases/keys/keys.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
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
  passphrase: { set: ShownDate; by: string; isLocked: boolean; until: string } | undefined;
  service: ServiceView | undefined;
}

interface ServiceView {
  label: string;
  set: ShownDate;
  by: string;
  /** Why it doesn't open the backups. */
  trouble: string | undefined;
}

const OPERATOR: Record<OperatorSeal, string> = {
  current: 'Sealed with the current key',
  earlier: 'Being moved to the current key, which takes less than a minute',
  missing: "Sealed with a key that this service doesn't have. Contact whoever runs this service",
  'none-yet': 'Nothing is sealed yet',
};

export function keysSectionView(keys: KeysView, reader: Reader): KeysSectionView {
  const { recovery, hasOwnStorage, passphrase, service } = keys;
  return {
    state: stateOf(keys),
    hasOwnStorage,
    passphrase: passphrase && {
      set: showDate(passphrase.setAt, reader),
      by: passphrase.setBy.name,
      isLocked: passphrase.unlocked === undefined,
      until: untilWords(passphrase, reader),
    },
    service: service && {
      label: [service.kind.label, service.kind.where(service.settings)].filter(Boolean).join(' · '),
      set: showDate(service.setAt, reader),
      by: service.setBy.name,
      trouble: service.trouble,
    },
    operator: operatorWords(keys),
    recovery: recovery && {
      made: showDate(recovery.madeAt, reader),
      by: recovery.madeBy.name,
      opens: listed(recovery.opens),
      lacks: listed(recovery.lacks),
    },
  };
}

function operatorWords({ operator, passphrase, service }: KeysView): string {
  const lock = passphrase ?? service;
  if (!lock || operator === 'missing') return OPERATOR[operator];
  if (!lock.withRing) return 'They open secrets of the service, but no backups';
  return `Needed as well as the ${passphrase ? 'passphrase' : 'key service'}`;
}

function untilWords({ unlocked }: PassphraseState, reader: Reader): string {
  if (!unlocked) return 'Locked on this server';
  return unlocked.until
    ? `Unlocked on this server until ${showDate(unlocked.until, reader).text}`
    : 'Unlocked on this server until it restarts';
}

const listed = (names: string[]): string | undefined =>
  names.length > 0 ? names.join(', ') : undefined;

function stateOf(keys: KeysView): Lozenge {
  const { operator, recovery, hasOwnStorage, passphrase, service } = keys;
  if (isLocked(keys)) return { text: 'Locked', look: 'removed' };
  if (operator === 'missing') return { text: 'Needs attention', look: 'removed' };
  if (passphrase ?? service) return { text: 'Unlocked', look: 'success' };
  if (recovery) return { text: 'Recovery key created', look: 'success' };
  return hasOwnStorage
    ? { text: 'No recovery key', look: 'moved' }
    : { text: "Service's keys", look: '' };
}

/** Whether the backups don't open right now. */
export const isLocked = ({ passphrase, service }: KeysView): boolean =>
  (passphrase && !passphrase.unlocked) || service?.trouble !== undefined;
