import { Schema } from 'mongoose';
import { z } from 'zod';
import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import type { CatalogId } from '../../../core/kernel/ids.ts';
import { storedPerson, type StoredShape } from '../../stored-shape.ts';

export type CatalogDocument = Omit<CatalogSchema, 'id'> & {
  _id: CatalogId;
  /** The site's key, as in the unique index, whose field is older than other kinds of sites. */
  workspaceId: string;
  /** False when the connection to the site was deleted. */
  connected: boolean;
  /** How often the facts of its backups were written; absent: never. */
  factsVersion?: number;
};

export const catalogSchema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    siteId: String,
    siteUrl: String,
    siteName: String,
    location: String,
    workspaceId: { type: String, required: true },
    schemaId: { type: String, required: true },
    name: String,
    key: String,
    objectCount: Number,
    status: String,
    seenByAccountId: String,
    seenByName: String,
    hidden: Boolean,
    connected: Boolean,
    activeRunId: String,
    lastBackupAt: Date,
    lastBackupId: String,
    lastBackupIncomplete: Boolean,
    lastBackupVerified: Boolean,
    backupCount: Number,
    lastError: {
      type: { _id: false, runId: String, message: String, at: Date, code: String },
      required: false,
    },
    storedBytes: Number,
    recent: { type: [Schema.Types.Mixed], default: undefined },
    factsVersion: Number,
    unremoved: { type: { _id: false, at: Date, why: String }, required: false },
    hold: { type: Schema.Types.Mixed, required: false },
    damaged: { type: [{ _id: false, backupId: String, completedAt: Date }], default: undefined },
  },
  { collection: 'catalog', versionKey: false },
);
catalogSchema.index({ tenantId: 1, workspaceId: 1, schemaId: 1 }, { unique: true });
catalogSchema.index({ activeRunId: 1 }, { sparse: true });

const date = z.date().optional();
export const catalogShape: StoredShape = {
  what: 'This schema',
  schema: z.looseObject({
    siteId: z.string(),
    siteUrl: z.string(),
    siteName: z.string().nullish(),
    location: z.string().nullish(),
    schemaId: z.string(),
    name: z.string(),
    key: z.string(),
    objectCount: z.number().optional(),
    seenByAccountId: z.string().nullish(),
    seenByName: z.string().nullish(),
    status: z.enum(['active', 'deleted', 'not-visible']),
    lastBackupAt: date,
    backupCount: z.number(),
    storedBytes: z.number().nullish(),
    lastError: z.looseObject({ message: z.string(), at: z.date() }).optional(),
    unremoved: z.looseObject({ at: z.date(), why: z.string() }).optional(),
    hold: z.looseObject({ reason: z.string(), by: storedPerson, at: z.date() }).optional(),
    recent: z.array(z.looseObject({ at: z.date(), storedBytes: z.number() })).optional(),
    damaged: z.array(z.looseObject({ backupId: z.string(), completedAt: z.date() })).optional(),
  }),
};

export function toSchema(document: CatalogDocument): CatalogSchema {
  const {
    _id,
    connected: _connected,
    workspaceId: _key,
    factsVersion: _version,
    activeRunId,
    ...fields
  } = document;
  // What is no run's ID occupies nothing.
  const occupied = typeof activeRunId === 'string' ? { activeRunId } : {};
  return { id: _id, ...fields, ...occupied };
}
