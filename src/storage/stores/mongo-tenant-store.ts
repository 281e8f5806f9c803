import { randomBytes } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import { tenantId, type TenantId } from '../../core/kernel/ids.ts';
import type { Installation, Installations } from '../../core/tenants/installations.ts';
import type { Tenant, TenantStore } from '../../core/tenants/tenant.ts';
import { openCollection, type Collection } from '../collection.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import type { TenantKeys } from '../sealing/tenant-keys.ts';

interface TenantDocument {
  _id: TenantId;
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

const schema = new Schema(
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

/**
 * A worker that was paused may write once more after the first round: its data goes with the next
 * ones.
 */
const REPEAT_PURGE_MS = [3_600_000, 86_400_000];

/** Deletes what one collection holds of an incarnation. */
export type PurgeCollection = (id: TenantId) => Promise<unknown>;

export class MongoTenantStore implements TenantStore, Installations {
  readonly #tenants: Collection<TenantDocument>;
  readonly #secrets: SecretBox;
  readonly #keys: TenantKeys;
  readonly #purges: PurgeCollection[];

  constructor(deps: {
    connection: Connection;
    secrets: SecretBox;
    keys: TenantKeys;
    purges: PurgeCollection[];
  }) {
    this.#tenants = openCollection<TenantDocument>(deps.connection, 'Tenant', schema);
    this.#secrets = deps.secrets;
    this.#keys = deps.keys;
    this.#purges = deps.purges;
  }

  async find(key: string): Promise<Tenant | null> {
    const document = await this.#find(key);
    return document && toTenant(document);
  }

  async byId(id: TenantId): Promise<Tenant | null> {
    const document = await this.#tenants.byId(id);
    return document && toTenant(document);
  }

  async activeAt(siteUrl: string): Promise<Tenant | null> {
    const document = await this.#tenants.findOne({ siteUrl, state: 'active' });
    return document && toTenant(document);
  }

  async install({ key, siteUrl, secret }: Installation): Promise<Tenant> {
    for (;;) {
      const existing = await this.#find(key);
      const id = existing?._id ?? tenantId(randomBytes(12).toString('hex'));
      const sharedSecret = await this.#secrets.seal(id, id, 'sharedSecret', secret);
      const installed = existing
        ? await this.#revive(id, { siteUrl, sharedSecret })
        : await this.#insert(id, { clientKey: key, siteUrl, sharedSecret });
      if (installed) return toTenant(installed);
    }
  }

  async secret(id: TenantId): Promise<string | null> {
    const document = await this.#tenants.byId(id);
    if (document?.state !== 'active') return null;
    return this.#secrets.open(id, id, 'sharedSecret', document.sharedSecret);
  }

  async uninstall(key: string): Promise<Tenant | null> {
    await this.#tenants.update(
      { occupies: key, state: 'active' },
      { $set: { state: 'uninstalled', uninstalledAt: new Date() } },
    );
    return this.find(key);
  }

  async beginPurges(before: Date): Promise<Tenant[]> {
    const isDue = { state: 'uninstalled', uninstalledAt: { $lte: before } };
    for (const { _id } of await this.#tenants.find(isDue)) {
      const purging = { state: 'purging', occupies: `purging ${_id}` };
      await this.#tenants.update({ _id, ...isDue }, { $set: purging });
    }
    const purging = await this.#tenants.find({
      state: 'purging',
      $or: [{ nextPurgeAt: { $exists: false } }, { nextPurgeAt: { $lte: new Date() } }],
    });
    return purging.map(toTenant);
  }

  async purge(id: TenantId): Promise<void> {
    await this.#keys.destroy(id);
    for (const purge of this.#purges) await purge(id);
    const rounds = (await this.#tenants.byId(id))?.purgeRounds ?? 0;
    const waitMs = REPEAT_PURGE_MS[rounds];
    const isPurging = { _id: id, state: 'purging' };
    if (waitMs === undefined) return this.#tenants.delete(isPurging);
    const nextPurgeAt = new Date(Date.now() + waitMs);
    const forgotten = { clientKey: '', siteUrl: '', sharedSecret: '' };
    const fields = { purgeRounds: rounds + 1, nextPurgeAt, ...forgotten };
    await this.#tenants.update(isPurging, { $set: fields });
  }

  #find(key: string): Promise<TenantDocument | null> {
    return this.#tenants.findOne({ occupies: String(key) });
  }

  /** `null` when a purge began meanwhile. */
  #revive(
    id: TenantId,
    { siteUrl, sharedSecret }: { siteUrl: string; sharedSecret: string },
  ): Promise<TenantDocument | null> {
    return this.#tenants.findOneAndUpdate(
      { _id: id, state: { $in: ['active', 'uninstalled'] } },
      {
        $set: { siteUrl, sharedSecret, state: 'active', installedAt: new Date() },
        $unset: { uninstalledAt: 1 },
      },
    );
  }

  /** `null` when another replica installed it first. */
  async #insert(
    id: TenantId,
    installation: { clientKey: string; siteUrl: string; sharedSecret: string },
  ): Promise<TenantDocument | null> {
    const document: TenantDocument = {
      _id: id,
      ...installation,
      state: 'active',
      installedAt: new Date(),
      occupies: installation.clientKey,
    };
    return (await this.#tenants.insert(document)) ? document : null;
  }
}

function toTenant(document: TenantDocument): Tenant {
  const { _id, siteUrl, state, installedAt, uninstalledAt } = document;
  const tenant = { id: _id, siteUrl, state, installedAt };
  return uninstalledAt ? { ...tenant, uninstalledAt } : tenant;
}
