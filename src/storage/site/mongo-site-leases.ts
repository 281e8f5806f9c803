import { randomBytes } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { RecentMap } from '../../core/kernel/collections/recent-map.ts';
import type { SiteBudgetState, SiteLease, SiteLeases } from '../../core/sites/access/site-lease.ts';
import { openCollection, type Collection } from '../collection.ts';

interface SiteLeaseDocument {
  /** The site's key. */
  _id: string;
  holder: string | null;
  beat: number;
  state: SiteBudgetState | null;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    holder: { type: String, default: null },
    beat: { type: Number, default: 0 },
    state: { type: Schema.Types.Mixed, default: null },
  },
  { collection: 'site_leases', versionKey: false, minimize: false },
);

/** Of a number beyond it, one more is not always a higher one. */
const MAX_BEAT = 2 ** 50;
const Held = z.looseObject({
  holder: z.string().nullable(),
  beat: z.int().min(0).max(MAX_BEAT),
});
const Block = z.object({
  blockedUntilMs: z.number().nullable(),
  blockedForMs: z.number().optional(),
});
const State: z.ZodType<SiteBudgetState> = Block.extend({
  endpoints: z
    .array(
      Block.extend({
        key: z.string(),
        endpoint: z.string(),
        perMinute: z.number().positive().nullable(),
      }),
    )
    .optional(),
});

/** Sites whose holder is watched. */
const MAX_SEEN = 10_000;

/**
 * Takeover when the beat stood still for a lease on this process's own clock; two machines' clocks
 * are never compared.
 */
export class MongoSiteLeases implements SiteLeases {
  readonly #leases: Collection<SiteLeaseDocument>;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  /** Other holders' beats. One that is forgotten is watched for a lease once more. */
  readonly #seen = new RecentMap<string, { holder: string; beat: number; since: number }>(MAX_SEEN);

  constructor(connection: Connection, clock: Clock, leaseMs: number) {
    this.#leases = openCollection<SiteLeaseDocument>(connection, 'SiteLease', schema);
    this.#clock = clock;
    this.#leaseMs = leaseMs;
  }

  async acquire(siteKey: string): Promise<SiteLease | null> {
    const { holder, beat, state } = await this.#readOrInsert(siteKey);
    if (holder !== null && !this.#stoodStill(siteKey, holder, beat)) return null;
    const token = randomBytes(12).toString('hex');
    const acquired = await this.#leases.update(
      { _id: siteKey, holder, beat },
      { $set: { holder: token }, $inc: { beat: 1 } },
    );
    if (!acquired) return null;
    this.#seen.delete(siteKey);
    // It is only a hint: one that was changed in the database is none.
    return this.#lease(siteKey, token, State.safeParse(state).data ?? null);
  }

  #lease(siteKey: string, token: string, state: SiteBudgetState | null): SiteLease {
    const write = (fields: Partial<SiteLeaseDocument>): Promise<boolean> =>
      this.#leases.update({ _id: siteKey, holder: token }, { $set: fields, $inc: { beat: 1 } });
    return {
      state,
      beat: (next) => write({ state: next }),
      release: async (next) => {
        await write({ state: next, holder: null });
      },
    };
  }

  #stoodStill(siteKey: string, holder: string, beat: number): boolean {
    const now = this.#clock.monotonicMs();
    const seen = this.#seen.get(siteKey);
    if (seen?.holder === holder && seen.beat === beat) return now - seen.since >= this.#leaseMs;
    this.#seen.set(siteKey, { holder, beat, since: now });
    return false;
  }

  /**
   * Another replica may insert it first: what was inserted is the same. One that was changed in the
   * database, so that nobody could acquire it, is made anew: whoever held it loses it.
   */
  async #readOrInsert(siteKey: string): Promise<SiteLeaseDocument> {
    const document = await this.#leases.byId(siteKey);
    if (document && Held.safeParse(document).success) return document;
    if (document) await this.#leases.delete({ _id: siteKey });
    const fresh = { _id: siteKey, holder: null, beat: 0, state: null };
    await this.#leases.insert(fresh);
    return fresh;
  }
}
