import { Schema, type Connection, type Model } from 'mongoose';
import { catalogId, runId, tenantId } from '../../core/kernel/ids.ts';
import type { Run } from '../../core/runs/run.ts';

/** One run, as it stands in the database. `holder` and `heartbeat` belong to the lease; the rest is core's Run. */
export type RunDocument = Omit<Run, 'id' | 'tenantId' | 'catalogId' | 'backupId' | 'of'> & {
  _id: string;
  tenantId: string;
  catalogId?: string;
  backupId?: string;
  of?: string;
  holder?: string;
  heartbeat: number;
  /** All that is left of a scheduled run: its id, which must not run again. */
  removed?: boolean;
};

const person = { _id: false, accountId: String, name: String };
const schema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    kind: String,
    catalogId: String,
    backupId: String,
    input: Schema.Types.Mixed,
    of: String,
    state: String,
    trigger: String,
    requestedBy: { type: person, required: false },
    queuedAt: Date,
    startedAt: Date,
    endedAt: Date,
    progress: Schema.Types.Mixed,
    cancelRequested: Boolean,
    cancelledBy: { type: person, required: false },
    fence: Number,
    checkpoint: Schema.Types.Mixed,
    message: String,
    errorCode: String,
    result: Schema.Types.Mixed,
    holder: String,
    heartbeat: Number,
    removed: Boolean,
  },
  { collection: 'runs', versionKey: false, minimize: false },
);
schema.index({ state: 1, trigger: 1, queuedAt: 1 });
schema.index({ tenantId: 1, kind: 1, queuedAt: -1 });
schema.index({ tenantId: 1, catalogId: 1, kind: 1, queuedAt: -1 });
schema.index({ tenantId: 1, state: 1 });

export function runModel(connection: Connection): Model<RunDocument> {
  return (connection.models['Run'] ??
    connection.model('Run', schema)) as unknown as Model<RunDocument>;
}

export function toRun(document: RunDocument): Run {
  const {
    _id,
    tenantId: tenant,
    catalogId: catalog,
    backupId,
    of,
    holder: _holder,
    heartbeat: _heartbeat,
    removed: _removed,
    ...fields
  } = document;
  return {
    id: runId(_id),
    tenantId: tenantId(tenant),
    ...fields,
    ...(catalog ? { catalogId: catalogId(catalog) } : {}),
    ...(backupId ? { backupId: runId(backupId) } : {}),
    ...(of ? { of: runId(of) } : {}),
  };
}
