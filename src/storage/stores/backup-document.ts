import { Schema } from 'mongoose';
import type { Backup } from '../../core/backups/backup.ts';
import type { RunId } from '../../core/kernel/ids.ts';

type Noted = 'kept' | 'keptCount' | 'lost' | 'lostCount';

/** `schema` is a word of Mongoose's own: its fields stand side by side. */
export type BackupDocument = Omit<Backup, 'id' | 'schema' | 'completedAt' | Noted> & {
  _id: RunId;
  schemaId: string;
  schemaName: string;
  schemaKey: string;
  state: 'pending' | 'complete';
  /** That of the holder of the run that sealed it. */
  fence: number;
  completedAt?: Date;
  /** Missing in documents of earlier versions, which noted none. */
  kept?: Backup['kept'];
  keptCount?: number;
  lost?: Backup['lost'];
  lostCount?: number;
};

const { Mixed } = Schema.Types;
export const backupSchema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    catalogId: { type: String, required: true },
    state: { type: String, required: true },
    fence: { type: Number, required: true },
    site: Mixed,
    schemaId: String,
    schemaName: String,
    schemaKey: String,
    trigger: String,
    requestedBy: Mixed,
    sequence: Number,
    createdAt: Date,
    startedAt: Date,
    completedAt: Date,
    formatVersion: Number,
    storageId: String,
    baseId: String,
    parts: Mixed,
    contentBytes: Number,
    storedBytes: Number,
    rootHash: String,
    unsaved: Mixed,
    unsavedCount: Number,
    kept: Mixed,
    keptCount: Number,
    lost: Mixed,
    lostCount: Number,
    moving: Mixed,
    movingCount: Number,
    description: String,
    pins: [String],
    verified: Mixed,
    damage: Mixed,
    deleteRequested: Boolean,
    undeleted: Mixed,
  },
  { collection: 'backups', versionKey: false, minimize: false },
);
backupSchema.index({ tenantId: 1, catalogId: 1, sequence: -1, createdAt: -1 });
backupSchema.index({ tenantId: 1, pins: 1 });
backupSchema.index({ state: 1 });
backupSchema.index({ deleteRequested: 1 });
