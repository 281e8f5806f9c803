import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/kernel/time/clock.ts';
import {
  Conflict,
  Damaged,
  InvalidInput,
  NotFound,
  ProductError,
} from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import { inBatches } from '../../core/kernel/collections/in-batches.ts';
import { RecentMap } from '../../core/kernel/collections/recent-map.ts';
import { workThrough, type Round } from '../../core/kernel/loops/work-through.ts';
import type {
  KeyService,
  KeyServiceKind,
  KeyServices,
  KeyServiceSettings,
  KeyServiceState,
  NewKeyService,
} from '../../core/storages/keys/key-services.ts';
import type { SetKeyService, UsedKeyService } from '../sealing/tenant-key-documents.ts';
import type { TenantKeys } from '../sealing/tenant-keys.ts';
import { KeyServiceFailure } from './calls/key-service-failure.ts';
import type { KeyServiceProvider } from './key-service-provider.ts';
import {
  openSettings,
  sealDataKey,
  sealSettings,
  unwrapDataKey,
  type ServiceParts,
} from './open-with-service.ts';

const KEY_BYTES = 32;
/** Services of tenants that are asked at a time: each may take some seconds. */
const SIDE_BY_SIDE = 16;
const MAX_REMEMBERED = 10_000;

interface Parts extends ServiceParts {
  keys: TenantKeys;
  clock: Pick<Clock, 'now' | 'monotonicMs'>;
}

/** When this server is to keep an access alive again. */
interface NextRenewal {
  /** When that access was entered: another one is kept alive at once. */
  setAtMs: number;
  dueMs: number;
}

/** The key services of tenants, in the service database. */
export class MongoKeyServices implements KeyServices {
  readonly #parts: Parts;
  /** Why a key service did not open the key when this server asked it last. */
  readonly #troubles = new RecentMap<TenantId, string>(MAX_REMEMBERED);
  readonly #renewals = new RecentMap<TenantId, NextRenewal>(MAX_REMEMBERED);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get kinds(): readonly KeyServiceKind[] {
    return this.#parts.providers;
  }

  async state(tenantId: TenantId): Promise<KeyServiceState | undefined> {
    const { keyService: keeper } = await this.#parts.keys.keepers(tenantId);
    if (!keeper) return undefined;
    const { provider, shown: settings, withRing = false, setAt, setBy } = keeper;
    const kind = this.kinds.find(({ name }) => name === provider);
    return {
      kind: kind ?? { name: provider, label: provider, fields: [], where: () => '' },
      settings,
      withRing,
      setAt,
      setBy,
      trouble: this.#troubles.get(tenantId),
    };
  }

  async use(tenantId: TenantId, { kind, settings, withRing, by }: NewKeyService): Promise<void> {
    const { keys, clock } = this.#parts;
    const seen = await keys.keepers(tenantId);
    if (seen.passphrase)
      throw new Conflict('passphrase-set', 'Remove the passphrase first, then use a key service.');
    const service = this.#providerOf(kind.name).open(settings, this.#parts.gates);
    const key = randomBytes(KEY_BYTES);
    const wrapped = await tryOut(service, key);
    const dataKey = await this.#dataKeyOfNow(tenantId, kind.name, service);
    const keeper: SetKeyService = {
      provider: kind.name,
      shown: showSettings(kind, settings),
      settings: sealSettings(settings, await keys.subkey(tenantId, 'secret'), tenantId),
      wrapped,
      sealed: sealDataKey(dataKey, key, tenantId),
      withRing,
      setAt: new Date(clock.now()),
      setBy: by,
    };
    await keys.putKeeper(tenantId, { keyService: keeper }, dataKey, seen);
    this.#troubles.delete(tenantId);
  }

  async check(tenantId: TenantId): Promise<void> {
    this.#parts.keys.lock(tenantId);
    await this.#ask(tenantId);
  }

  async leave(tenantId: TenantId): Promise<void> {
    const { keys } = this.#parts;
    const seen = await keys.keepers(tenantId);
    if (!seen.keyService) throw new NotFound('No key service is used. Reload the page.');
    await keys.dropKeeper(tenantId, await keys.dataKey(tenantId), seen);
    this.#troubles.delete(tenantId);
  }

  async secrets(tenantId: TenantId): Promise<KeyServiceSettings> {
    const keeper = await this.#parts.keys.keyService(tenantId);
    if (!keeper) return {};
    try {
      return await this.#settingsOf(tenantId, keeper);
    } catch (error) {
      if (error instanceof Damaged) return {}; // they have to be entered again
      throw error;
    }
  }

  /** Asks those that were not asked for a while, and keeps the access to them alive. */
  async round(): Promise<Round> {
    const all = await this.#parts.keys.usedKeyServices();
    return workThrough(inBatches(all, SIDE_BY_SIDE), {
      nameOf: (group) =>
        `key services of the tenants ${group.map(({ tenantId }) => tenantId).join(', ')}`,
      work: async (group) => {
        await Promise.all(group.map((used) => this.#lookAfter(used)));
        return false;
      },
    });
  }

  /** What a service says is shown to its administrators; it is no fault of this service. */
  async #lookAfter(used: UsedKeyService): Promise<void> {
    try {
      await this.#ask(used.tenantId);
      await this.#keepAlive(used);
    } catch (error) {
      if (!(error instanceof ProductError)) throw error;
    }
  }

  async #ask(tenantId: TenantId): Promise<void> {
    try {
      await this.#parts.keys.dataKey(tenantId);
      this.#troubles.delete(tenantId);
    } catch (error) {
      if (error instanceof ProductError) this.#troubles.set(tenantId, error.message);
      throw error;
    }
  }

  /** One that can't be kept alive right now is tried again in the next round. */
  async #keepAlive({ tenantId, setAt }: UsedKeyService): Promise<void> {
    const { keys, clock, gates } = this.#parts;
    const next = this.#renewals.get(tenantId);
    const setAtMs = setAt.getTime();
    if (next?.setAtMs === setAtMs && clock.monotonicMs() < next.dueMs) return;
    const keeper = await keys.keyService(tenantId);
    if (!keeper || keeper.setAt.getTime() !== setAtMs) return; // it was replaced meanwhile
    const settings = await this.#settingsOf(tenantId, keeper);
    const service = this.#providerOf(keeper.provider).open(settings, gates);
    const waitMs = await renewalOf(service);
    if (waitMs === undefined) return;
    this.#renewals.set(tenantId, { setAtMs, dueMs: clock.monotonicMs() + waitMs });
  }

  /**
   * By the access that was just entered, if that leads to the key of now: the stored one may have
   * expired, and then nothing else opens it. Otherwise by the stored one.
   */
  async #dataKeyOfNow(tenantId: TenantId, provider: string, entered: KeyService): Promise<Buffer> {
    const { keys } = this.#parts;
    const keeper = await keys.keyService(tenantId);
    if (keeper?.provider !== provider) return keys.dataKey(tenantId);
    try {
      return await unwrapDataKey(tenantId, keeper, entered);
    } catch (error) {
      if (!(error instanceof KeyServiceFailure || error instanceof Damaged)) throw error;
      return keys.dataKey(tenantId);
    }
  }

  async #settingsOf(tenantId: TenantId, keeper: SetKeyService): Promise<KeyServiceSettings> {
    return openSettings(tenantId, keeper, await this.#parts.keys.subkey(tenantId, 'secret'));
  }

  #providerOf(name: string): KeyServiceProvider {
    const provider = this.#parts.providers.find((each) => each.name === name);
    if (provider) return provider;
    throw new InvalidInput({ kind: 'Choose a key service' });
  }
}

/** Keeps it alive, and says for how long. Undefined if that couldn't be done right now. */
async function renewalOf(service: KeyService): Promise<number | undefined> {
  if (!service.keepAlive) return Infinity;
  try {
    return await service.keepAlive();
  } catch (error) {
    if (!(error instanceof KeyServiceFailure)) throw error;
    return undefined;
  }
}

/** Wraps a key, and has it unwrapped. @throws InvalidInput beside the field that is wrong */
async function tryOut(service: KeyService, key: Buffer): Promise<string> {
  try {
    const wrapped = await service.wrap(key);
    if ((await service.unwrap(wrapped)).equals(key)) return wrapped;
  } catch (error) {
    if (!(error instanceof KeyServiceFailure)) throw error;
    throw new InvalidInput({ [error.field]: error.message }, { cause: error });
  }
  throw new InvalidInput({
    form: "The key service doesn't open what it has sealed. Use another key.",
  });
}

const showSettings = (
  { fields }: KeyServiceKind,
  settings: KeyServiceSettings,
): Record<string, string> =>
  Object.fromEntries(
    fields
      .filter(({ isSecret }) => !isSecret)
      .map(({ name }): [string, string] => [name, settings[name] ?? '']),
  );
