import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { HOUR_MS } from '../../core/kernel/time/durations.ts';
import {
  Conflict,
  Damaged,
  InvalidInput,
  NotFound,
  ProductError,
} from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
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
import type { SetKeyService } from '../sealing/tenant-key-documents.ts';
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

/** What this server knows of a tenant's key service from the last time that it asked. */
interface LastAnswer {
  trouble: string | undefined;
  keptAliveMs: number;
}

/** The key services of tenants, in the service database. */
export class MongoKeyServices implements KeyServices {
  readonly #parts: Parts;
  readonly #last = new RecentMap<TenantId, LastAnswer>(MAX_REMEMBERED);

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
      trouble: this.#last.get(tenantId)?.trouble,
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
    this.#note(tenantId, undefined);
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
    this.#last.delete(tenantId);
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
    const tenants = await this.#parts.keys.withKeyService();
    const groups = Array.from({ length: Math.ceil(tenants.length / SIDE_BY_SIDE) }, (_none, at) =>
      tenants.slice(at * SIDE_BY_SIDE, (at + 1) * SIDE_BY_SIDE),
    );
    return workThrough(groups, {
      nameOf: (group) => `key services of the tenants ${group.join(', ')}`,
      work: async (group) => {
        await Promise.all(group.map((tenantId) => this.#lookAfter(tenantId)));
        return false;
      },
    });
  }

  /** What a service says is shown to its administrators; it is no fault of this service. */
  async #lookAfter(tenantId: TenantId): Promise<void> {
    try {
      await this.#ask(tenantId);
      await this.#keepAlive(tenantId);
    } catch (error) {
      if (!(error instanceof ProductError)) throw error;
    }
  }

  async #ask(tenantId: TenantId): Promise<void> {
    try {
      await this.#parts.keys.dataKey(tenantId);
      this.#note(tenantId, undefined);
    } catch (error) {
      if (error instanceof ProductError) this.#note(tenantId, error.message);
      throw error;
    }
  }

  #note(tenantId: TenantId, trouble: string | undefined): void {
    const keptAliveMs = this.#last.get(tenantId)?.keptAliveMs ?? -Infinity;
    this.#last.set(tenantId, { trouble, keptAliveMs });
  }

  async #keepAlive(tenantId: TenantId): Promise<void> {
    const last = this.#last.get(tenantId);
    const nowMs = this.#parts.clock.monotonicMs();
    if (!last || last.trouble || nowMs - last.keptAliveMs < HOUR_MS) return;
    last.keptAliveMs = nowMs;
    const keeper = await this.#parts.keys.keyService(tenantId);
    if (!keeper) return;
    const provider = this.#providerOf(keeper.provider);
    const service = provider.open(await this.#settingsOf(tenantId, keeper), this.#parts.gates);
    // If it can't be kept alive it expires one day, and that is reported then.
    await service.keepAlive?.().catch((error: unknown) => {
      if (!(error instanceof KeyServiceFailure)) throw error;
    });
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
