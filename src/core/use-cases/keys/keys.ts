import { Conflict } from '../../kernel/errors.ts';
import type { TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { OperatorSeal, TenantSeals } from '../../storages/keys/tenant-seals.ts';
import { writeRecoveryKey } from '../../storages/keys/read-recovery-key.ts';
import type { Passphrases, PassphraseState } from '../../storages/keys/passphrases.ts';
import type { RecoveryKeys } from '../../storages/keys/recovery-keys.ts';
import type { OwnStorage, OwnStorageStore } from '../../storages/storage.ts';
import type { KeyServices, KeyServiceState } from '../../storages/keys/key-services.ts';
import { readKeyService, readKeyServiceKind, readWithRing } from './read-key-service.ts';
import { readNewPassphrase, readPassphrase, readUnlock } from './read-passphrase.ts';

interface Deps {
  recovery: RecoveryKeys;
  seals: TenantSeals;
  storages: Pick<OwnStorageStore, 'list'>;
  passphrases: Passphrases;
  services: KeyServices;
}

/** What opens the backups of a tenant. */
export interface KeysView {
  operator: OperatorSeal;
  recovery: RecoveryKeyView | undefined;
  passphrase: PassphraseState | undefined;
  service: KeyServiceState | undefined;
  /** There is a database or bucket of its own, which a recovery key would open. */
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
    const { recovery, seals, storages, passphrases, services } = this.#deps;
    const [made, own, operator, passphrase, service] = await Promise.all([
      recovery.state(tenantId),
      storages.list(tenantId),
      seals.operatorSeal(tenantId),
      passphrases.state(tenantId),
      services.state(tenantId),
    ]);
    const namesOf = (some: OwnStorage[]): string[] => some.map(({ label }) => label);
    return {
      operator,
      passphrase,
      service,
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
   * Makes a recovery key, instead of an earlier one, and answers it as it is written down: this
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
    const [passphrase, service] = await Promise.all([
      this.#deps.passphrases.state(tenantId),
      this.#deps.services.state(tenantId),
    ]);
    if (service?.trouble) return `${service.trouble} ${MEANWHILE}`;
    return passphrase && !passphrase.unlocked ? LOCKED : undefined;
  }

  /** Those that can be chosen. */
  get serviceKinds(): KeyServices['kinds'] {
    return this.#deps.services.kinds;
  }

  /** Tries a key service, and uses it from then on. @throws InvalidInput, Conflict, Unavailable */
  async useService(tenantId: TenantId, by: Person, input: unknown): Promise<void> {
    const { services } = this.#deps;
    const kind = readKeyServiceKind(services.kinds, input);
    const before = await services.state(tenantId);
    const isSameKind = before?.kind.name === kind.name;
    const stored = isSameKind ? await services.secrets(tenantId) : undefined;
    const settings = readKeyService(kind, input, stored);
    const { accountId, name } = by;
    const withRing = readWithRing(input);
    await services.use(tenantId, { kind, settings, withRing, by: { accountId, name } });
  }

  /** Asks the key service now, on this server. @throws Unavailable with what it says */
  async checkService(tenantId: TenantId): Promise<void> {
    await this.#deps.services.check(tenantId);
  }

  /** Back to the service's keys alone. @throws Unavailable, Conflict */
  async leaveService(tenantId: TenantId): Promise<void> {
    await this.#deps.services.leave(tenantId);
  }

  /** Sets a passphrase, or replaces the one of now. @throws InvalidInput, Conflict */
  async setPassphrase(tenantId: TenantId, by: Person, input: unknown): Promise<void> {
    const { passphrases } = this.#deps;
    const isSet = (await passphrases.state(tenantId)) !== undefined;
    const { passphrase, current } = readNewPassphrase(input, isSet);
    await this.#assertNoService(tenantId);
    const { accountId, name } = by;
    const withRing = readWithRing(input);
    await passphrases.set(tenantId, passphrase, { current, withRing, by: { accountId, name } });
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

  async #assertNoService(tenantId: TenantId): Promise<void> {
    if (await this.#deps.services.state(tenantId))
      throw new Conflict('key-service-set', 'Stop using the key service first, then set one.');
  }
}

const MEANWHILE =
  'Scheduled backups wait for up to a day, then fail. What to change is under Settings › Keys.';

const LOCKED =
  'Backups are locked on this server. Scheduled backups wait for up to a day, then fail. Unlock them under Settings › Keys.';
