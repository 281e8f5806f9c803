import { randomBytes } from 'node:crypto';
import { Schema, type Connection, type Model } from 'mongoose';
import { tenantId, type TenantId } from '../../core/kernel/ids.ts';
import type { Tenant, TenantStore } from '../../core/tenants/tenant.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import type { TenantKeys } from '../sealing/tenant-keys.ts';
import { translated } from '../translate-errors.ts';

interface TenantDocument {
  _id: string;
  clientKey: string;
  siteUrl: string;
  sharedSecret: string;
  state: Tenant['state'];
  installedAt: Date;
  uninstalledAt?: Date;
  /** A tenant whose purge has begun frees its client key for a new incarnation. */
  occupies: string;
  /** How often its data was deleted, and when again. */
  purgeRounds?: number;
  nextPurgeAt?: Date;
}

const schema = new Schema<TenantDocument>(
  {
    _id: { type: String, required: true },
    clientKey: String,
    siteUrl: String,
    sharedSecret: String,
    state: String,
    installedAt: Date,
    uninstalledAt: Date,
    occupies: { type: String, required: true },
    purgeRounds: Number,
    nextPurgeAt: Date,
  },
  { collection: 'tenants', versionKey: false },
);
schema.index({ occupies: 1 }, { unique: true });
schema.index({ state: 1, uninstalledAt: 1 });
schema.index({ siteUrl: 1 });

/** A worker that was paused may write once more after the first round: its data goes with the next ones. */
const REPEAT_PURGE_MS = [3_600_000, 86_400_000];

/** Deletes what one collection holds of an incarnation. */
export type PurgeCollection = (id: TenantId) => Promise<unknown>;

export class MongoTenantStore implements TenantStore {
  readonly #model: Model<TenantDocument>;
  readonly #secrets: SecretBox;
  readonly #keys: TenantKeys;
  readonly #purges: PurgeCollection[];

  constructor(deps: {
    connection: Connection;
    secrets: SecretBox;
    keys: TenantKeys;
    purges: PurgeCollection[];
  }) {
    this.#model = deps.connection.model<TenantDocument>('Tenant', schema);
    this.#secrets = deps.secrets;
    this.#keys = deps.keys;
    this.#purges = deps.purges;
  }

  async byClientKey(clientKey: string): Promise<Tenant | null> {
    const document = await this.#find(clientKey);
    return document ? toTenant(document) : null;
  }

  async byId(id: TenantId): Promise<Tenant | null> {
    const document = await translated(() =>
      this.#model
        .findOne({ _id: String(id) })
        .lean<TenantDocument>()
        .exec(),
    );
    return document ? toTenant(document) : null;
  }

  async activeAt(siteUrl: string): Promise<Tenant | null> {
    const document = await translated(() =>
      this.#model
        .findOne({ siteUrl: String(siteUrl), state: 'active' })
        .lean<TenantDocument>()
        .exec(),
    );
    return document ? toTenant(document) : null;
  }

  async install(installation: {
    clientKey: string;
    siteUrl: string;
    sharedSecret: string;
  }): Promise<Tenant> {
    const { clientKey, siteUrl, sharedSecret } = installation;
    for (let attempt = 0; ; attempt += 1) {
      const existing = await this.#find(clientKey);
      const id = existing?._id ?? randomBytes(12).toString('hex');
      const sealed = await this.#secrets.seal(tenantId(id), id, 'sharedSecret', sharedSecret);
      try {
        const saved = existing
          ? await this.#revive(id, siteUrl, sealed)
          : await this.#insert(id, clientKey, siteUrl, sealed);
        if (saved) return toTenant(saved);
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'duplicate' || attempt > 3) throw error;
      }
    }
  }

  async sharedSecret(clientKey: string): Promise<string | null> {
    const document = await this.#find(clientKey);
    if (!document || document.state !== 'active') return null;
    return this.#secrets.open(
      tenantId(document._id),
      document._id,
      'sharedSecret',
      document.sharedSecret,
    );
  }

  async uninstall(clientKey: string): Promise<Tenant | null> {
    await translated(() =>
      this.#model
        .updateOne(
          { occupies: clientKey, state: 'active' },
          { $set: { state: 'uninstalled', uninstalledAt: new Date() } },
        )
        .exec(),
    );
    return this.byClientKey(clientKey);
  }

  async beginPurges(before: Date): Promise<Tenant[]> {
    const due = await translated(() =>
      this.#model
        .find({ state: 'uninstalled', uninstalledAt: { $lte: before } })
        .lean<TenantDocument[]>()
        .exec(),
    );
    for (const { _id } of due) {
      await translated(() =>
        this.#model
          .updateOne(
            { _id, state: 'uninstalled', uninstalledAt: { $lte: before } },
            { $set: { state: 'purging', occupies: `purging ${_id}` } },
          )
          .exec(),
      );
    }
    const purging = await translated(() =>
      this.#model
        .find({
          state: 'purging',
          $or: [{ nextPurgeAt: { $exists: false } }, { nextPurgeAt: { $lte: new Date() } }],
        })
        .lean<TenantDocument[]>()
        .exec(),
    );
    return purging.map(toTenant);
  }

  async purge(id: TenantId): Promise<void> {
    await this.#keys.destroy(id);
    for (const purge of this.#purges) await translated(() => purge(id));
    const rounds =
      (
        await translated(() =>
          this.#model
            .findOne({ _id: String(id) })
            .lean<TenantDocument>()
            .exec(),
        )
      )?.purgeRounds ?? 0;
    const wait = REPEAT_PURGE_MS[rounds];
    if (wait === undefined)
      await translated(() => this.#model.deleteOne({ _id: String(id), state: 'purging' }).exec());
    else
      await translated(() =>
        this.#model
          .updateOne(
            { _id: String(id), state: 'purging' },
            {
              $set: {
                purgeRounds: rounds + 1,
                nextPurgeAt: new Date(Date.now() + wait),
                clientKey: '',
                siteUrl: '',
                sharedSecret: '',
              },
            },
          )
          .exec(),
      );
  }

  #find(clientKey: string): Promise<TenantDocument | null> {
    return translated(() =>
      this.#model
        .findOne({ occupies: String(clientKey) })
        .lean<TenantDocument>()
        .exec(),
    );
  }

  /** `null` when a purge began meanwhile. */
  #revive(id: string, siteUrl: string, sharedSecret: string): Promise<TenantDocument | null> {
    const change = {
      $set: { siteUrl, sharedSecret, state: 'active', installedAt: new Date() },
      $unset: { uninstalledAt: 1 },
    };
    return translated(() =>
      this.#model
        .findOneAndUpdate({ _id: id, state: { $in: ['active', 'uninstalled'] } }, change, {
          returnDocument: 'after',
        })
        .lean<TenantDocument>()
        .exec(),
    );
  }

  async #insert(
    id: string,
    clientKey: string,
    siteUrl: string,
    sharedSecret: string,
  ): Promise<TenantDocument> {
    const document: TenantDocument = {
      _id: id,
      clientKey,
      siteUrl,
      sharedSecret,
      state: 'active',
      installedAt: new Date(),
      occupies: clientKey,
    };
    await translated(() => this.#model.insertMany([document]));
    return document;
  }
}

function toTenant({
  _id,
  clientKey,
  siteUrl,
  state,
  installedAt,
  uninstalledAt,
}: TenantDocument): Tenant {
  return {
    id: tenantId(_id),
    clientKey,
    siteUrl,
    state,
    installedAt,
    ...(uninstalledAt ? { uninstalledAt } : {}),
  };
}
