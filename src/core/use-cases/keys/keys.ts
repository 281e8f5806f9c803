import type { TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { OperatorSeal, TenantSeals } from '../../storages/keys/tenant-seals.ts';
import { writeRecoveryKey } from '../../storages/keys/read-recovery-key.ts';
import type { RecoveryKeys } from '../../storages/keys/recovery-keys.ts';
import type { OwnStorage, OwnStorageStore } from '../../storages/storage.ts';

interface Deps {
  recovery: RecoveryKeys;
  seals: TenantSeals;
  storages: Pick<OwnStorageStore, 'list'>;
}

/** What opens the backups of a tenant. */
export interface KeysView {
  operator: OperatorSeal;
  recovery: RecoveryKeyView | undefined;
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
    const { recovery, seals, storages } = this.#deps;
    const [made, all, operator] = await Promise.all([
      recovery.state(tenantId),
      storages.list(tenantId),
      seals.operatorSeal(tenantId),
    ]);
    // A bucket's manifests are in the service database: nothing opens it without that.
    const own = all.filter(({ kind }) => kind === 'own-database');
    const namesOf = (some: OwnStorage[]): string[] => some.map(({ label }) => label);
    return {
      operator,
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
}
