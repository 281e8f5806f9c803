import { Schema, type Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import { openCollection, type Collection } from '../../collection.ts';

/** How far the packs of a storage were read back, and whose turn it is. */
export interface CheckDocument {
  /** The storage. */
  _id: string;
  /** Grows whenever somebody takes the turn, or gives it back. */
  turn: number;
  isTaken: boolean;
  begunAt: Date;
  endedAt?: Date;
  /** The last pack that was read; the empty text before the first one. */
  after: string;
  /** The last pack of this round was read. */
  isThrough: boolean;
  read: number;
  /** How many packs there were when the round began. */
  total: number;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    turn: Number,
    isTaken: Boolean,
    begunAt: Date,
    endedAt: Date,
    after: String,
    isThrough: Boolean,
    read: Number,
    total: Number,
  },
  { collection: 'pack_checks', versionKey: false },
);

const date = z.date().optional().catch(undefined);
const Progress = z.object({
  begunAt: date,
  endedAt: date,
  after: z.string().catch(''),
  isThrough: z.boolean().catch(false),
  read: z.number().catch(0),
  total: z.number().catch(0),
});

/** Of any other number, one more is not always a higher one. */
const Turn = z
  .int()
  .min(0)
  .max(2 ** 50);

/** A holder that has not given the turn back for this long has vanished. */
const LEASE_MS = 120_000;
/** Storages whose turn is watched. */
const MAX_WATCHED = 10_000;

/** One replica at a time: a turn that stood still for a lease on our own clock is taken over. */
export class CheckTurns {
  readonly #checks: Collection<CheckDocument>;
  readonly #clock: Clock;
  /** Storage → the turn that it was last seen at, and since when; monotonic, ms. */
  readonly #seen = new RecentMap<string, { turn: number; sinceMs: number }>(MAX_WATCHED);

  constructor(connection: Connection, clock: Clock) {
    this.#checks = openCollection<CheckDocument>(connection, 'PackCheck', schema);
    this.#clock = clock;
  }

  /**
   * What was changed in the database counts as begun now, and a turn that nobody could take as
   * none.
   */
  async find(storageId: string): Promise<CheckDocument | null> {
    const found = await this.#checks.byId(storageId);
    if (!found) return null;
    if (!Turn.safeParse(found.turn).success) {
      await this.#checks.delete({ _id: storageId });
      return null;
    }
    const { endedAt, ...read } = Progress.parse(found);
    const { _id, turn, isTaken } = found;
    const { begunAt = new Date(this.#clock.now()), ...progress } = read;
    return { _id, turn, isTaken, begunAt, ...progress, ...(endedAt && { endedAt }) };
  }

  async begin(check: Omit<CheckDocument, 'turn' | 'isTaken'>): Promise<void> {
    await this.#checks.insert({ ...check, turn: 0, isTaken: false });
  }

  /** The turn, if it is free; undefined while another replica has it. */
  async take({ _id, turn, isTaken }: CheckDocument): Promise<number | undefined> {
    if (isTaken && !this.#stoodStill(_id, turn)) return undefined;
    const taken = { $set: { isTaken: true }, $inc: { turn: 1 } };
    return (await this.#checks.update({ _id, turn }, taken)) ? turn + 1 : undefined;
  }

  /** Gives the turn back with what was done; changes nothing when it was taken over meanwhile. */
  async giveBack(
    { _id }: CheckDocument,
    turn: number,
    fields: Partial<CheckDocument>,
  ): Promise<void> {
    const change = { $set: { ...fields, isTaken: false }, $inc: { turn: 1 } };
    await this.#checks.update({ _id, turn }, change);
  }

  #stoodStill(storageId: string, turn: number): boolean {
    const now = this.#clock.monotonicMs();
    const seen = this.#seen.get(storageId);
    if (seen?.turn === turn) return now - seen.sinceMs >= LEASE_MS;
    this.#seen.set(storageId, { turn, sinceMs: now });
    return false;
  }
}
