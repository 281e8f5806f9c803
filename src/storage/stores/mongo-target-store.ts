import { Schema, type Connection, type Model } from 'mongoose';
import { Conflict, NotFound } from '../../core/kernel/errors.ts';
import {
  targetId as brand,
  tenantId as brandTenant,
  type TargetId,
  type TenantId,
} from '../../core/kernel/ids.ts';
import type { TargetInstance, TargetStore } from '../../core/sites/target-instance.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import { translated } from '../translate-errors.ts';

/** `nameKey` is the name without its case: two names that differ in case only would be taken for each other. */
type TargetDocument = Omit<TargetInstance, 'id' | 'tenantId'> & {
  _id: string;
  tenantId: string;
  nameKey: string;
  token: string;
};

const schema = new Schema<TargetDocument>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    name: String,
    nameKey: { type: String, required: true },
    siteUrl: String,
    workspaceId: String,
    email: String,
    accountId: String,
    accountName: String,
    sandbox: Boolean,
    createdAt: Date,
    token: String,
    tokenSetAt: Date,
    revision: Number,
  },
  { collection: 'targets', versionKey: false },
);
schema.index({ tenantId: 1, nameKey: 1 }, { unique: true });

export class MongoTargetStore implements TargetStore {
  readonly #model: Model<TargetDocument>;
  readonly #secrets: SecretBox;

  constructor(connection: Connection, secrets: SecretBox) {
    this.#model = connection.model<TargetDocument>('Target', schema);
    this.#secrets = secrets;
  }

  async list(tenantId: TenantId): Promise<TargetInstance[]> {
    return (
      await translated(() =>
        this.#model
          .find({ tenantId: String(tenantId) })
          .sort({ nameKey: 1 })
          .lean<TargetDocument[]>()
          .exec(),
      )
    ).map(toTarget);
  }

  async get(tenantId: TenantId, id: TargetId): Promise<TargetInstance> {
    return toTarget(await this.#read(tenantId, id));
  }

  async save(target: TargetInstance, token: string | undefined): Promise<TargetInstance> {
    const { id, tenantId, revision, ...fields } = target;
    const mine = { tenantId: String(tenantId), _id: String(id) };
    const sealed =
      token === undefined ? {} : { token: await this.#secrets.seal(tenantId, id, 'token', token) };
    const after = {
      ...fields,
      ...sealed,
      nameKey: fields.name.toLowerCase(),
      revision: revision + 1,
    };
    const changed = await this.#unlessNameIsTaken(async () => {
      if (revision > 0)
        return (
          (await this.#model.updateOne({ ...mine, revision }, { $set: after }).exec())
            .matchedCount === 1
        );
      await this.#model.insertMany([{ ...mine, ...after }]);
      return true;
    });
    if (!changed)
      throw new Conflict(
        'target-changed',
        'Somebody else changed or deleted this target instance meanwhile. Go back to the list to see it.',
      );
    return { ...target, revision: revision + 1 };
  }

  async token(tenantId: TenantId, id: TargetId): Promise<string | null> {
    const { token } = await this.#read(tenantId, id);
    return token ? this.#secrets.open(tenantId, id, 'token', token) : null;
  }

  async remove(tenantId: TenantId, id: TargetId): Promise<void> {
    await translated(() =>
      this.#model.deleteOne({ tenantId: String(tenantId), _id: String(id) }).exec(),
    );
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#model.deleteMany({ tenantId: String(tenantId) }).exec();
  }

  async #unlessNameIsTaken(write: () => Promise<boolean>): Promise<boolean> {
    return translated(write).catch((error: unknown) => {
      if (error instanceof Conflict && error.code === 'duplicate')
        throw new Conflict(
          'target-name-taken',
          'A target instance of this name is there already. Choose another name.',
          { cause: error },
        );
      throw error;
    });
  }

  async #read(tenantId: TenantId, id: TargetId): Promise<TargetDocument> {
    const document = await translated(() =>
      this.#model
        .findOne({ tenantId: String(tenantId), _id: String(id) })
        .lean<TargetDocument>()
        .exec(),
    );
    if (!document) throw new NotFound('This target instance was deleted. Go back to the list.');
    return document;
  }
}

function toTarget({
  _id,
  tenantId,
  nameKey: _nameKey,
  token: _token,
  ...fields
}: TargetDocument): TargetInstance {
  return { id: brand(_id), tenantId: brandTenant(tenantId), ...fields };
}
