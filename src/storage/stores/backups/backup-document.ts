import { Schema } from 'mongoose';
import { z } from 'zod';
import type { Backup } from '../../../core/backups/backup.ts';
import type { RunId } from '../../../core/kernel/ids.ts';
import { storedPerson, type StoredShape } from '../../stored-shape.ts';

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
  /** Grows with every change of the parts; missing where there was none. */
  partsVersion?: number;
  /** A part is going to be read, or being read. */
  beingCompleted?: true;
  /** Missing in documents of earlier versions, which noted none. */
  kept?: Backup['kept'];
  keptCount?: number;
  lost?: Backup['lost'];
  lostCount?: number;
};

const date = z.date().optional();
const named = z.looseObject({ id: z.string() });
export const backupShape: StoredShape = {
  what: 'This backup',
  schema: z.looseObject({
    catalogId: z.string(),
    site: z.looseObject({ siteUrl: z.string() }),
    schemaId: z.string(),
    schemaName: z.string(),
    schemaKey: z.string(),
    trigger: z.enum(['manual', 'scheduled']),
    requestedBy: storedPerson,
    createdAt: z.date(),
    sequence: z.number().optional(),
    startedAt: date,
    completedAt: date,
    storageId: z.string(),
    parts: z.array(z.looseObject({ name: z.string(), counts: z.record(z.string(), z.number()) })),
    changes: z
      .looseObject({ added: z.number(), removed: z.number(), changed: z.number() })
      .optional(),
    objectsRead: z
      .looseObject({
        from: z.date(),
        to: z.date(),
        takenOver: z.looseObject({ at: z.date(), objects: z.number() }).optional(),
        silent: z.array(named),
        silentCount: z.number(),
      })
      .optional(),
    contentBytes: z.number(),
    storedBytes: z.number(),
    rootHash: z.string(),
    unsaved: z.array(named),
    unsavedCount: z.number(),
    kept: z.array(named).optional(),
    keptCount: z.number().optional(),
    lost: z.array(named).optional(),
    lostCount: z.number().optional(),
    moving: z.array(named),
    movingCount: z.number(),
    description: z.string(),
    pins: z.array(z.string()),
    verified: z
      .looseObject({ at: z.date(), ok: z.boolean(), damage: z.array(z.string()) })
      .optional(),
    damage: z.looseObject({ foundAt: z.date(), found: z.array(z.string()) }).optional(),
    undeleted: z.looseObject({ at: z.date(), why: z.string() }).optional(),
    hold: z.looseObject({ at: z.date(), reason: z.string(), by: storedPerson }).optional(),
    copied: z
      .looseObject({
        of: z.string(),
        original: z.string(),
        from: z.string(),
        at: z.date(),
        by: storedPerson,
      })
      .optional(),
    binned: z.looseObject({ at: z.date(), why: z.string(), by: storedPerson }).optional(),
    deleteRequested: z.boolean(),
    deletedBy: z.string().optional(),
  }),
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
    partsVersion: Number,
    beingCompleted: Boolean,
    changes: Mixed,
    objectsRead: Mixed,
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
    deletedBy: String,
    undeleted: Mixed,
    hold: Mixed,
    copied: Mixed,
    binned: Mixed,
  },
  { collection: 'backups', versionKey: false, minimize: false },
);
backupSchema.index({
  tenantId: 1,
  catalogId: 1,
  state: 1,
  deleteRequested: 1,
  'binned.at': 1,
  sequence: -1,
  createdAt: -1,
});
backupSchema.index({ tenantId: 1, pins: 1 });
backupSchema.index({ pins: 1 });
backupSchema.index({ state: 1 });
backupSchema.index({ deleteRequested: 1 });
backupSchema.index({ beingCompleted: 1 }, { sparse: true });
backupSchema.index({ 'binned.at': 1 }, { sparse: true });
