import { HOUR_MS } from '../../core/kernel/time/durations.ts';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { InvalidInput } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type {
  NewPassphrase,
  Passphrases,
  PassphraseState,
  UnlockHours,
} from '../../core/storages/keys/passphrases.ts';
import { openWithPassphrase, wrapUnderPassphrase } from './passphrase-wrap.ts';
import type { TenantKeys } from './tenant-keys.ts';
import { RecentMap } from '../../core/kernel/collections/recent-map.ts';

/** Whoever sets a passphrase continues working for so long. */
const SET_HOURS = 12;
/** After the first wrong passphrase; each further one doubles it. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
/** Tenants whose wrong passphrases are counted. */
const MAX_REMEMBERED = 10_000;

interface Attempts {
  wrong: number;
  untilMs: number;
}

export class MongoPassphrases implements Passphrases {
  readonly #keys: TenantKeys;
  readonly #clock: Pick<Clock, 'now' | 'monotonicMs'>;
  readonly #attempts = new RecentMap<TenantId, Attempts>(MAX_REMEMBERED);

  constructor(keys: TenantKeys, clock: Pick<Clock, 'now' | 'monotonicMs'>) {
    this.#keys = keys;
    this.#clock = clock;
  }

  async state(tenantId: TenantId): Promise<PassphraseState | undefined> {
    const { passphrase: set } = await this.#keys.keepers(tenantId);
    if (!set) return undefined;
    const { setAt, setBy, withRing = false } = set;
    return { setAt, setBy, withRing, unlocked: this.#keys.unlockedUntil(tenantId) };
  }

  async set(
    tenantId: TenantId,
    passphrase: string,
    { current, withRing, by }: NewPassphrase,
  ): Promise<void> {
    const seen = await this.#keys.keepers(tenantId);
    const dataKey = seen.passphrase
      ? await this.#open(tenantId, current ?? '', 'current')
      : await this.#keys.dataKey(tenantId);
    const wrap = await wrapUnderPassphrase(dataKey, passphrase, tenantId);
    const setAt = new Date(this.#clock.now());
    const keeper = { passphrase: { ...wrap, withRing, setAt, setBy: by } };
    await this.#keys.putKeeper(tenantId, keeper, dataKey, seen);
    if (!this.#keys.unlockedUntil(tenantId)) this.#unlock(tenantId, dataKey, SET_HOURS);
  }

  async remove(tenantId: TenantId, current: string): Promise<void> {
    const seen = await this.#keys.keepers(tenantId);
    const dataKey = await this.#open(tenantId, current, 'current');
    await this.#keys.dropKeeper(tenantId, dataKey, seen);
  }

  async unlock(tenantId: TenantId, passphrase: string, hours: UnlockHours): Promise<void> {
    const dataKey = await this.#open(tenantId, passphrase, 'passphrase');
    this.#unlock(tenantId, dataKey, hours);
  }

  lock(tenantId: TenantId): void {
    this.#keys.lock(tenantId);
  }

  #unlock(tenantId: TenantId, dataKey: Buffer, hours: number | undefined): void {
    const ms = hours === undefined ? Infinity : hours * HOUR_MS;
    const until = hours === undefined ? undefined : new Date(this.#clock.now() + ms);
    this.#keys.unlock(tenantId, dataKey, { ms, until });
  }

  /** @throws InvalidInput beside the field that the passphrase was typed in */
  async #open(tenantId: TenantId, passphrase: string, field: string): Promise<Buffer> {
    const set = await this.#keys.passphrase(tenantId);
    if (!set) throw new InvalidInput({ [field]: 'No passphrase is set. Reload the page.' });
    const nowMs = this.#clock.monotonicMs();
    const { wrong, untilMs } = this.#attempts.get(tenantId) ?? { wrong: 0, untilMs: 0 };
    if (nowMs < untilMs) throw new InvalidInput({ [field]: waitSentence(untilMs - nowMs) });
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** wrong);
    // Counted before it is tried: guesses side by side are no way around the wait.
    this.#attempts.set(tenantId, { wrong: wrong + 1, untilMs: nowMs + waitMs });
    const dataKey = await openWithPassphrase(set, passphrase, tenantId);
    if (!dataKey)
      throw new InvalidInput({ [field]: `This isn't the passphrase. ${waitSentence(waitMs)}` });
    this.#attempts.delete(tenantId);
    return dataKey;
  }
}

function waitSentence(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds === 1 ? 'Try again in a second.' : `Try again in ${seconds} seconds.`;
}
