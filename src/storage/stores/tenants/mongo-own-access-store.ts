import { Schema, type Connection } from 'mongoose';
import type { TenantId } from '../../../core/kernel/ids.ts';
import type { OwnAccess, OwnAccessStore } from '../../../core/sites/access/own-access.ts';
import type { SecretBox } from '../../sealing/secret-box.ts';
import { TenantCollection, type TenantDocument } from '../../tenant-collection.ts';

/** The tenant's id is the document's own; the token is sealed. */
type OwnAccessDocument = TenantDocument & OwnAccess;

const text = { type: String, required: true };
const schema = new Schema(
  { _id: text, tenantId: text, token: text, cloudId: text, givenAt: Date },
  { collection: 'own_access', versionKey: false },
);
schema.index({ tenantId: 1 });

export class MongoOwnAccessStore implements OwnAccessStore {
  readonly #accesses: TenantCollection<OwnAccessDocument>;
  readonly #secrets: SecretBox;

  constructor(connection: Connection, secrets: SecretBox) {
    this.#accesses = new TenantCollection(connection, 'OwnAccess', schema);
    this.#secrets = secrets;
  }

  async find(tenantId: TenantId): Promise<OwnAccess | undefined> {
    const document = await this.#accesses.of(tenantId).byId(tenantId);
    if (!document) return undefined;
    const { cloudId, givenAt } = document;
    const token = await this.#secrets.open(tenantId, tenantId, 'token', document.token);
    return { token, cloudId, givenAt };
  }

  async keep(tenantId: TenantId, { token, cloudId, givenAt }: OwnAccess): Promise<void> {
    const sealed = await this.#seal(tenantId, token);
    const kept = { token: sealed, cloudId, givenAt };
    await this.#accesses.of(tenantId).upsert({ _id: tenantId }, { $set: kept });
  }

  async renew(
    tenantId: TenantId,
    { token, givenAt }: Pick<OwnAccess, 'token' | 'givenAt'>,
  ): Promise<void> {
    const renewed = { token: await this.#seal(tenantId, token), givenAt };
    await this.#accesses.of(tenantId).update({ _id: tenantId }, { $set: renewed });
  }

  purge(tenantId: TenantId): Promise<void> {
    return this.#accesses.purge(tenantId);
  }

  #seal(tenantId: TenantId, token: string): Promise<string> {
    return this.#secrets.seal(tenantId, tenantId, 'token', token);
  }
}
