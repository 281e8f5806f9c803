import { Schema, type Connection as Database, type Model } from 'mongoose';
import { Conflict, NotFound } from '../../core/kernel/errors.ts';
import { tenantId as brand, type TenantId } from '../../core/kernel/ids.ts';
import type { Connection, ConnectionStore } from '../../core/sites/connection.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import { translated } from '../translate-errors.ts';

/** One connection a tenant: the document's id is the tenant's. */
type ConnectionDocument = Omit<Connection, 'tenantId'> & { _id: string; token?: string };

const schema = new Schema<ConnectionDocument>(
  {
    _id: { type: String, required: true },
    siteUrl: String,
    workspaceId: String,
    email: String,
    accountId: String,
    accountName: String,
    token: String,
    tokenSetAt: Date,
    tokenExpiresOn: String,
    rights: [{ _id: false, right: String, granted: Boolean, warning: String }],
    visibleSchemas: Number,
    storageId: String,
    stepsDone: Number,
    lastSyncAt: Date,
    deletedAt: Date,
    revision: Number,
  },
  { collection: 'connections', versionKey: false },
);

export class MongoConnectionStore implements ConnectionStore {
  readonly #model: Model<ConnectionDocument>;
  readonly #secrets: SecretBox;

  constructor(database: Database, secrets: SecretBox) {
    this.#model = database.model<ConnectionDocument>('Connection', schema);
    this.#secrets = secrets;
  }

  async get(tenantId: TenantId): Promise<Connection | null> {
    const document = await this.#read(tenantId);
    return document && !document.deletedAt ? toConnection(document) : null;
  }

  async getDeleted(tenantId: TenantId): Promise<Connection | null> {
    const document = await this.#read(tenantId);
    return document?.deletedAt ? toConnection(document) : null;
  }

  async save(
    connection: Omit<Connection, 'revision'>,
    token: string | undefined,
    expectedRevision: number,
  ): Promise<Connection> {
    const { tenantId, deletedAt: _deletedAt, ...fields } = connection;
    const sealed =
      token === undefined
        ? {}
        : { token: await this.#secrets.seal(tenantId, tenantId, 'token', token) };
    const unset = {
      deletedAt: 1,
      ...(fields.tokenExpiresOn ? {} : { tokenExpiresOn: 1 }),
      ...(fields.lastSyncAt ? {} : { lastSyncAt: 1 }),
    };
    const change = {
      $set: { ...fields, ...sealed, revision: expectedRevision + 1 },
      $unset: unset,
    };
    const saved = await translated(() =>
      this.#model
        .findOneAndUpdate(
          {
            _id: String(tenantId),
            ...(expectedRevision === 0
              ? { revision: { $exists: false } }
              : { revision: expectedRevision }),
          },
          change,
          { returnDocument: 'after', upsert: expectedRevision === 0 },
        )
        .lean<ConnectionDocument>()
        .exec(),
    ).catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 'duplicate') return null;
      throw error;
    });
    if (!saved)
      throw new Conflict(
        'connection-changed',
        'Somebody else changed the configuration meanwhile. Reload the page to see it.',
      );
    return toConnection(saved);
  }

  async patch(
    tenantId: TenantId,
    fields: Parameters<ConnectionStore['patch']>[1],
  ): Promise<Connection> {
    const saved = await translated(() =>
      this.#model
        .findOneAndUpdate(
          { _id: String(tenantId), deletedAt: { $exists: false } },
          { $set: fields, $inc: { revision: 1 } },
          { returnDocument: 'after' },
        )
        .lean<ConnectionDocument>()
        .exec(),
    );
    if (!saved) throw new NotFound('The connection was deleted. Set it up again.');
    return toConnection(saved);
  }

  async token(tenantId: TenantId): Promise<string | null> {
    const document = await this.#read(tenantId);
    return document?.token ? this.#secrets.open(tenantId, tenantId, 'token', document.token) : null;
  }

  async delete(tenantId: TenantId): Promise<void> {
    await translated(() =>
      this.#model
        .updateOne(
          { _id: String(tenantId), deletedAt: { $exists: false } },
          {
            $set: { deletedAt: new Date(), stepsDone: 0 },
            $unset: { token: 1 },
            $inc: { revision: 1 },
          },
        )
        .exec(),
    );
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#model.deleteOne({ _id: String(tenantId) }).exec();
  }

  #read(tenantId: TenantId): Promise<ConnectionDocument | null> {
    return translated(() =>
      this.#model
        .findOne({ _id: String(tenantId) })
        .lean<ConnectionDocument>()
        .exec(),
    );
  }
}

function toConnection({ _id, token: _token, ...fields }: ConnectionDocument): Connection {
  return { tenantId: brand(_id), ...fields };
}
