import type { TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { OperatorSeal, TenantSeals } from '../../storages/keys/tenant-seals.ts';
import { writeRecoveryKey } from '../../storages/keys/read-recovery-key.ts';
import type { Passphrases, PassphraseState } from '../../storages/keys/passphrases.ts';
import type { RecoveryKeys } from '../../storages/keys/recovery-keys.ts';
import type { OwnStorage, OwnStorageStore } from '../../storages/storage.ts';
import { readNewPassphrase, readPassphrase, readUnlock } from './read-passphrase.ts';

interface Deps {
  recovery: RecoveryKeys;
  seals: TenantSeals;
  storages: Pick<OwnStorageStore, 'list'>;
  passphrases: Passphrases;
}

/** What opens the backups of a tenant. */
export interface KeysView {
  operator: OperatorSeal;
  recovery: RecoveryKeyView | undefined;
  passphrase: PassphraseState | undefined;
  /** There is a database of its own, which a recovery key would open. */
  hasOwnStorage: boolean;
}

interface RecoveryKeyView {
  madeAt: Date;
  madeBy: Person;
  /** The names of the storages that it opens, and of those that do not have it yet. */
  opens: string[];
  lacks: string[];
}

/** The keys of a tenant's backups. */
export class Keys {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async view(tenantId: TenantId): Promise<KeysView> {
    const { recovery, seals, storages, passphrases } = this.#deps;
    const [made, all, operator, passphrase] = await Promise.all([
      recovery.state(tenantId),
      storages.list(tenantId),
      seals.operatorSeal(tenantId),
      passphrases.state(tenantId),
    ]);
    // A bucket's manifests are in the service database: nothing opens it without that.
    const own = all.filter(({ kind }) => kind === 'own-database');
    const namesOf = (some: OwnStorage[]): string[] => some.map(({ label }) => label);
    return {
      operator,
      passphrase,
      hasOwnStorage: own.length > 0,
      recovery: made && {
        madeAt: made.madeAt,
        madeBy: made.madeBy,
        opens: namesOf(own.filter(({ id }) => made.opens.includes(id))),
        lacks: namesOf(own.filter(({ id }) => !made.opens.includes(id))),
      },
    };
  }

  /**
   * Makes a recovery key, in place of an earlier one, and answers it as it is written down: this
   * once.
   */
  async makeRecoveryKey(tenantId: TenantId, by: Person): Promise<string> {
    const { accountId, name } = by;
    const key = await this.#deps.recovery.replace(tenantId, { accountId, name });
    await this.#deps.recovery.spread(tenantId);
    return writeRecoveryKey(key);
  }

  /** What pages say while the backups are locked on this server. */
  async lockNotice(tenantId: TenantId): Promise<string | undefined> {
    const state = await this.#deps.passphrases.state(tenantId);
    return state && !state.unlocked ? LOCKED : undefined;
  }

  /** Sets a passphrase, or takes the place of the one of now. @throws InvalidInput, Conflict */
  async setPassphrase(tenantId: TenantId, by: Person, input: unknown): Promise<void> {
    const { passphrases } = this.#deps;
    const isSet = (await passphrases.state(tenantId)) !== undefined;
    const { passphrase, current } = readNewPassphrase(input, isSet);
    const { accountId, name } = by;
    await passphrases.set(tenantId, passphrase, { current, by: { accountId, name } });
  }

  /** Back to the service's keys alone. @throws InvalidInput, Conflict */
  async removePassphrase(tenantId: TenantId, input: unknown): Promise<void> {
    await this.#deps.passphrases.remove(tenantId, readPassphrase(input, 'current'));
  }

  /** On this server. @throws InvalidInput */
  async unlock(tenantId: TenantId, input: unknown): Promise<void> {
    const { passphrase, hours } = readUnlock(input);
    await this.#deps.passphrases.unlock(tenantId, passphrase, hours);
  }

  /** On this server. */
  lock(tenantId: TenantId): void {
    this.#deps.passphrases.lock(tenantId);
  }
}

const LOCKED =
  'Backups are locked on this server. Scheduled backups wait for up to a day, then fail. Unlock them under Settings › Keys.';
