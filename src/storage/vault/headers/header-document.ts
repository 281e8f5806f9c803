import { Schema, type Connection, type Model } from 'mongoose';

/** `_id` is (run, claim). */
export interface HeaderDocument {
  _id: string;
  tenantId: string;
  /** Where headers of several storages stand side by side. */
  storageId?: string;
  runId: string;
  fence: number;
  /** Readable without the key, so that an older reader can say that it is too old. */
  formatVersion: number;
  size: number;
  data: Buffer;
  /** Its deletion has begun: nothing is kept because of it. */
  leaving?: boolean | undefined;
}

const fields = {
  _id: { type: String, required: true },
  tenantId: { type: String, required: true },
  runId: { type: String, required: true },
  fence: Number,
  formatVersion: Number,
  size: Number,
  data: Buffer,
  leaving: Boolean,
} as const;
const schema = new Schema<HeaderDocument>(fields, {
  collection: 'backup_headers',
  versionKey: false,
});
schema.index({ tenantId: 1, runId: 1 });
const bucketSchema = new Schema<HeaderDocument>(
  { ...fields, storageId: { type: String, required: true } },
  { collection: 'bucket_headers', versionKey: false },
);
bucketSchema.index({ tenantId: 1, storageId: 1, runId: 1 });

export function headerModel(connection: Connection): Model<HeaderDocument> {
  return (
    (connection.models['BackupHeader'] as Model<HeaderDocument> | undefined) ??
    connection.model<HeaderDocument>('BackupHeader', schema)
  );
}

/** Headers of the backups in buckets, which stand in the service database. */
export function bucketHeaderModel(service: Connection): Model<HeaderDocument> {
  return (
    (service.models['BucketHeader'] as Model<HeaderDocument> | undefined) ??
    service.model<HeaderDocument>('BucketHeader', bucketSchema)
  );
}
