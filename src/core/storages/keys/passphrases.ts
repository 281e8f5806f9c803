import type { TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';

/** What is known of the passphrase of a tenant, as this server sees it. */
export interface PassphraseState {
  setAt: Date;
  setBy: Person;
  /** The operator's ring is needed as well. */
  withRing: boolean;
  /** Undefined: locked. On this server alone, in memory alone. */
  unlocked: Unlocked | undefined;
}

interface Unlocked {
  /** Undefined: until the server restarts. */
  until: Date | undefined;
}

/** How long an unlocked key is kept, hours; undefined: until the server restarts. */
export type UnlockHours = 1 | 12 | undefined;

export interface NewPassphrase {
  /** The one of now, where there is one. */
  current: string | undefined;
  /** The operator's ring is needed as well from then on. */
  withRing: boolean;
  by: Person;
}

/**
 * A passphrase instead of the operator's keys, or beside them: with it (and the ring, where that
 * was chosen) the data key of a tenant opens, and without it nobody opens the backups. Secrets that
 * the service itself needs (the app's shared secret, tokens, addresses of storages) stay under the
 * operator's keys.
 */
export interface Passphrases {
  /** Undefined where none is set. */
  state(tenantId: TenantId): Promise<PassphraseState | undefined>;
  /**
   * Sets the first one, or replaces the one of now, which is `current` then. What was unlocked
   * stays so. @throws InvalidInput `current`; Conflict `keys-changed`
   */
  set(
    tenantId: TenantId,
    passphrase: string,
    { current, withRing, by }: NewPassphrase,
  ): Promise<void>;
  /** Back to the operator's keys alone. @throws InvalidInput `current`; Conflict `keys-changed` */
  remove(tenantId: TenantId, current: string): Promise<void>;
  /** On this server. @throws InvalidInput `passphrase`, also for a while after wrong ones */
  unlock(tenantId: TenantId, passphrase: string, hours: UnlockHours): Promise<void>;
  /** On this server. Work in progress continues to its next step. */
  lock(tenantId: TenantId): void;
}
