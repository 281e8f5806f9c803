import { Schema, type Connection } from 'mongoose';
import type { TenantId } from '../../core/kernel/ids.ts';
import { Unavailable } from '../../core/kernel/errors.ts';
import { TenantCollection, type TenantDocument } from '../tenant-collection.ts';
import { openRuns, type RunDocument } from './run-document.ts';

interface SequenceDocument extends TenantDocument {
  /** The tenant. */
  _id: string;
  last: number;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    last: { type: Number, required: true },
  },
  { collection: 'run_sequences', versionKey: false },
);

/** How often a number is asked for. */
const MAX_TRIES = 5;
/** Of a number beyond it, one more is not always a higher one. */
export const MAX_NUMBER = 2 ** 50;

/** Somebody who waits for a number. */
interface Asker {
  give: (number: number) => void;
  fail: (error: unknown) => void;
}

/**
 * Numbers of a tenant's runs, each higher than those that were given before: what was asked for
 * later, whatever clocks say. Some may be left out. While some are taken, those who ask wait for
 * the next step, which takes the numbers of all of them: many slots of a site come at once.
 */
export class RunSequence {
  /** Those of each tenant whose numbers are not being taken yet, in the order of asking. */
  readonly #askers = new Map<TenantId, Asker[]>();
  readonly #sequences: TenantCollection<SequenceDocument>;
  readonly #runs: TenantCollection<RunDocument>;

  constructor(connection: Connection) {
    this.#runs = openRuns(connection);
    this.#sequences = new TenantCollection(connection, 'RunSequence', schema);
  }

  /** @throws Unavailable `runs-not-numbered` */
  next(tenantId: TenantId): Promise<number> {
    return new Promise((give, fail) => {
      const others = this.#askers.get(tenantId);
      if (others) others.push({ give, fail });
      else void this.#serve(tenantId, { give, fail });
    });
  }

  /** Serves the first asker of a tenant, and those who come meanwhile, until nobody waits. */
  async #serve(tenantId: TenantId, first: Asker): Promise<void> {
    for (let askers = [first]; askers.length > 0; askers = this.#askers.get(tenantId) ?? []) {
      this.#askers.set(tenantId, []);
      try {
        const number = await this.#take(tenantId, askers.length);
        askers.forEach((asker, index) => asker.give(number + index));
      } catch (error) {
        askers.forEach((asker) => asker.fail(error));
      }
    }
    this.#askers.delete(tenantId);
  }

  /** The first of `count` numbers. */
  async #take(tenantId: TenantId, count: number): Promise<number> {
    const sequences = this.#sequences.of(tenantId);
    const _id = String(tenantId);
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const taken = await sequences.findOneAndUpdate(
        { _id, last: { $gte: 0, $lt: MAX_NUMBER } },
        { $inc: { last: count } },
      );
      if (taken) return taken.last - count + 1;
      // Another replica may insert it first: the next look takes the numbers after.
      if (await sequences.insert({ _id, tenantId, last: count })) return 1;
      if (tries > 0) await this.#mend(tenantId);
    }
    throw new Unavailable(
      'runs-not-numbered',
      "This can't be started because the service's own data was changed in the database. Contact whoever runs this service.",
    );
  }

  /** Nobody is given a number, because it was changed: it goes on after the runs that there are. */
  async #mend(tenantId: TenantId): Promise<void> {
    const numbered = { sequence: { $gte: 0, $lt: MAX_NUMBER } };
    const select = { sequence: 1 } as const;
    const newest = { sort: { sequence: -1 }, limit: 1, select } as const;
    const [run] = await this.#runs.of(tenantId).find(numbered, newest);
    const last = run?.sequence ?? 0;
    await this.#sequences.everyTenant.update(
      { _id: String(tenantId) },
      { $set: { tenantId, last } },
    );
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#sequences.purge(tenantId);
  }
}
