import { randomBytes } from 'node:crypto';
import { Schema, type Connection, type Model } from 'mongoose';
import type { Clock } from '../../core/kernel/clock.ts';
import { Conflict } from '../../core/kernel/errors.ts';
import type { SiteBudgetState, SiteLease, SiteLeases } from '../../core/sites/site-lease.ts';
import { translated } from '../translate-errors.ts';

interface SiteLeaseDocument {
  _id: string;
  holder: string | null;
  beat: number;
  state: SiteBudgetState | null;
}

const schema = new Schema<SiteLeaseDocument>(
  {
    _id: { type: String, required: true },
    holder: { type: String, default: null },
    beat: { type: Number, default: 0 },
    state: { type: Schema.Types.Mixed, default: null },
  },
  { collection: 'site_leases', versionKey: false, minimize: false },
);

/** Takeover when the beat stood still for a lease on this process's own clock; two machines' clocks are never compared. */
export class MongoSiteLeases implements SiteLeases {
  readonly #model: Model<SiteLeaseDocument>;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  readonly #seen = new Map<string, { holder: string; beat: number; since: number }>();

  constructor(connection: Connection, clock: Clock, leaseMs: number) {
    this.#model = connection.model<SiteLeaseDocument>('SiteLease', schema);
    this.#clock = clock;
    this.#leaseMs = leaseMs;
  }

  async acquire(siteKey: string): Promise<SiteLease | null> {
    const now = await this.#read(siteKey);
    if (!now) await this.#insert(siteKey);
    const held = now?.holder ?? null;
    if (now && held !== null && !this.#stoodStill(siteKey, held, now.beat)) return null;
    const token = randomBytes(12).toString('hex');
    const taken = await translated(() =>
      this.#model
        .updateOne(
          { _id: siteKey, holder: held, beat: now?.beat ?? 0 },
          { $set: { holder: token }, $inc: { beat: 1 } },
        )
        .exec(),
    );
    if (taken.modifiedCount !== 1) return null;
    this.#seen.delete(siteKey);
    return this.#lease(siteKey, token, now?.state ?? null);
  }

  #lease(siteKey: string, token: string, state: SiteBudgetState | null): SiteLease {
    const write = async (change: object): Promise<boolean> =>
      (
        await translated(() =>
          this.#model
            .updateOne({ _id: siteKey, holder: token }, { ...change, $inc: { beat: 1 } })
            .exec(),
        )
      ).matchedCount === 1;
    return {
      state,
      beat: (next) => write({ $set: { state: next } }),
      release: async (next) => {
        await write({ $set: { state: next, holder: null } });
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

  #read(siteKey: string): Promise<SiteLeaseDocument | null> {
    return translated(() => this.#model.findOne({ _id: siteKey }).lean<SiteLeaseDocument>().exec());
  }

  async #insert(siteKey: string): Promise<void> {
    await translated(() =>
      this.#model.collection.insertOne({
        _id: siteKey,
        holder: null,
        beat: 0,
        state: null,
      } as never),
    ).catch((error: unknown) => {
      if (!(error instanceof Conflict)) throw error; // another replica was first
    });
  }
}
