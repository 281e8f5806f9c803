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

/**
 * Numbers of a tenant's runs, each higher than those that were given before: what was asked for
 * later, whatever clocks say. Some may be left out.
 */
export class RunSequence {
  readonly #sequences: TenantCollection<SequenceDocument>;
  readonly #runs: TenantCollection<RunDocument>;

  constructor(connection: Connection) {
    this.#runs = openRuns(connection);
    this.#sequences = new TenantCollection(connection, 'RunSequence', schema);
  }

  /** @throws Unavailable `runs-not-numbered` */
  async next(tenantId: TenantId): Promise<number> {
    const sequences = this.#sequences.of(tenantId);
    const _id = String(tenantId);
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const given = await sequences.findOneAndUpdate(
        { _id, last: { $gte: 0, $lt: MAX_NUMBER } },
        { $inc: { last: 1 } },
      );
      if (given) return given.last;
      // Another replica may insert it first: the next look takes the number after.
      if (await sequences.insert({ _id, tenantId, last: 1 })) return 1;
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
