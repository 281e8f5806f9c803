import { Schema, type Connection } from 'mongoose';
import type { TenantId } from '../../core/kernel/ids.ts';
import { TenantCollection, type TenantDocument } from '../tenant-collection.ts';

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

/**
 * Numbers of a tenant's runs, each higher than those that were given before: what was asked for
 * later, whatever clocks say. Some may be left out.
 */
export class RunSequence {
  readonly #sequences: TenantCollection<SequenceDocument>;

  constructor(connection: Connection) {
    this.#sequences = new TenantCollection(connection, 'RunSequence', schema);
  }

  async next(tenantId: TenantId): Promise<number> {
    const sequences = this.#sequences.of(tenantId);
    const _id = String(tenantId);
    for (;;) {
      const given = await sequences.findOneAndUpdate({ _id }, { $inc: { last: 1 } });
      if (given) return given.last;
      // Another replica may insert it first: the next look takes the number after.
      if (await sequences.insert({ _id, tenantId, last: 1 })) return 1;
    }
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#sequences.purge(tenantId);
  }
}
