import { Schema, type Connection } from 'mongoose';
import { z } from 'zod';
import { runId, type CatalogId, type RunId } from '../../core/kernel/ids.ts';
import type { LastAsked } from '../../core/runs/run-store.ts';
import type { JsonValue } from '../../core/kernel/json/json-value.ts';
import type { Run } from '../../core/runs/run.ts';
import type { RunFieldName } from '../../core/runs/run-fields.ts';
import { storedPerson, type StoredShape } from '../stored-shape.ts';
import { TenantCollection, type TenantDocument } from '../tenant-collection.ts';

/**
 * One run, as it stands in the database. `holder`, `heartbeat`, `takeovers`, `notBefore` and
 * `asleepAt` belong to the lease, `askKey` and `askNumber` to who asks for runs; the rest is core's
 * Run.
 */
export type RunDocument = TenantDocument &
  Omit<Run, 'id' | 'holders' | RunFieldName> & {
    catalogId?: CatalogId;
    backupId?: RunId;
    of?: RunId;
    input?: JsonValue;
    checkpoint?: JsonValue;
    result?: JsonValue;
    holder?: string;
    /** Absent in runs that an earlier version claimed. */
    holders?: readonly string[];
    heartbeat: number;
    /** In a row, without a newer checkpoint. */
    takeovers?: number;
    /** It sleeps until then, since then. */
    notBefore?: Date;
    asleepAt?: Date;
    /** What it does, and how often that was asked for up to then. */
    askKey?: string;
    askNumber?: number;
    removed?: boolean;
  };

/** All that is left of a scheduled run that was removed: its id, which must not run again. */
export interface RemovedRun extends TenantDocument {
  removed: true;
}

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
    sequence: Number,
    queuedAt: Date,
    firstQueuedAt: Date,
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
    holders: { type: [String], default: undefined },
    heartbeat: Number,
    takeovers: Number,
    notBefore: Date,
    asleepAt: Date,
    waiting: Schema.Types.Mixed,
    askKey: String,
    askNumber: Number,
    removed: Boolean,
  },
  { collection: 'runs', versionKey: false, minimize: false },
);
schema.index({ state: 1, tenantId: 1, sequence: 1, queuedAt: 1 });
schema.index({ tenantId: 1, sequence: -1, queuedAt: -1 });
schema.index({ tenantId: 1, askKey: 1, askNumber: -1 });
schema.index({ tenantId: 1, 'requestedBy.accountId': 1, sequence: -1, queuedAt: -1 });
schema.index({ tenantId: 1, catalogId: 1, sequence: -1, queuedAt: -1 });
schema.index({ tenantId: 1, kind: 1, sequence: -1, queuedAt: -1 });
schema.index({ tenantId: 1, catalogId: 1, kind: 1, sequence: -1, queuedAt: -1 });
schema.index({ tenantId: 1, catalogId: 1, kind: 1, state: 1, sequence: -1, queuedAt: -1 });
schema.index({ tenantId: 1, state: 1 });

const MODEL = 'Run';

const date = z.date().optional();
/** What the code leans on in a run, field by field. */
export const RUN_SHAPE = {
  kind: z.string(),
  state: z.enum(['queued', 'running', 'complete', 'failed', 'stopped']),
  trigger: z.enum(['manual', 'scheduled']),
  requestedBy: storedPerson,
  queuedAt: z.date(),
  firstQueuedAt: date,
  startedAt: date,
  endedAt: date,
  progress: z.looseObject({ step: z.string(), done: z.number(), total: z.number() }),
  fence: z.number(),
  message: z.string().optional(),
};
const runShape: StoredShape = {
  what: 'This run',
  schema: z.union([z.looseObject({ removed: z.literal(true) }), z.looseObject(RUN_SHAPE)]),
};

export const openRuns = (connection: Connection): TenantCollection<RunDocument> =>
  new TenantCollection(connection, MODEL, schema, runShape);

/** As much of a run as whoever asks for it needs; of one that was changed in the database, too. */
export type RunHead = Pick<RunDocument, '_id' | 'tenantId' | 'state' | 'endedAt' | 'askNumber'>;

export const openRunHeads = (connection: Connection): TenantCollection<RunHead> =>
  new TenantCollection(connection, MODEL, schema);

/** One whose state is none is not waited for. */
export function toLastAsked({ _id, state, endedAt, askNumber = 0 }: RunHead): LastAsked {
  return {
    id: runId(_id),
    state: RUN_SHAPE.state.catch('failed').parse(state),
    number: askNumber,
    ...(endedAt instanceof Date && { endedAt }),
  };
}

export const openRemovedRuns = (connection: Connection): TenantCollection<RemovedRun> =>
  new TenantCollection(connection, MODEL, schema);
