import { Schema, type Connection } from 'mongoose';
import { z } from 'zod';
import { RetentionRules } from '../../core/backups/retention/retention-rules.ts';
import type {
  RetentionQuestion,
  RetentionStore,
  SchemaRetention,
} from '../../core/backups/retention/retention-store.ts';
import type { CatalogId, TenantId } from '../../core/kernel/ids.ts';
import { storedPerson, type StoredShape } from '../stored-shape.ts';
import { TenantCollection } from '../tenant-collection.ts';

type Asked = Pick<RetentionQuestion, 'removes' | 'of' | 'askedAt'>;

/** One a schema; its id is that of the schema. */
interface RetentionDocument extends Partial<Omit<SchemaRetention, 'catalogId'>> {
  _id: string;
  tenantId: TenantId;
  asked?: Asked;
}

const { Mixed } = Schema.Types;
const schema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    rules: Mixed,
    timeZone: String,
    savedAt: Date,
    savedBy: Mixed,
    asked: Mixed,
  },
  { collection: 'retention', versionKey: false },
);
schema.index({ tenantId: 1 });

const shape: StoredShape = {
  what: 'The retention of this schema',
  schema: z.looseObject({
    rules: RetentionRules.optional(),
    timeZone: z.string().optional(),
    savedAt: z.date().optional(),
    savedBy: storedPerson.optional(),
  }),
};

export class MongoRetentionStore implements RetentionStore {
  readonly #retention: TenantCollection<RetentionDocument>;

  constructor(connection: Connection) {
    this.#retention = new TenantCollection(connection, 'Retention', schema, shape);
  }

  async find(tenantId: TenantId, catalogId: CatalogId): Promise<SchemaRetention | undefined> {
    const found = await this.#retention.of(tenantId).byId(catalogId);
    const { rules, timeZone, savedAt, savedBy } = found ?? {};
    if (!rules || !timeZone || !savedAt || !savedBy) return undefined;
    return { tenantId, catalogId, rules, timeZone, savedAt, savedBy };
  }

  async save({ tenantId, catalogId, ...fields }: SchemaRetention): Promise<void> {
    await this.#upsert(tenantId, catalogId, { $set: fields, $unset: { asked: 1 } });
  }

  async reset(tenantId: TenantId, catalogId: CatalogId): Promise<void> {
    await this.#retention.of(tenantId).delete({ _id: String(catalogId) });
  }

  async ask({ tenantId, catalogId, ...asked }: RetentionQuestion): Promise<void> {
    await this.#upsert(tenantId, catalogId, { $set: { asked } });
  }

  async question(tenantId: TenantId, catalogId: CatalogId): Promise<RetentionQuestion | undefined> {
    const found = await this.#retention.of(tenantId).byId(catalogId);
    return found?.asked && { tenantId, catalogId, ...found.asked };
  }

  async answer(tenantId: TenantId, catalogId: CatalogId): Promise<void> {
    await this.#retention.of(tenantId).update({ _id: String(catalogId) }, { $unset: { asked: 1 } });
  }

  purge(tenantId: TenantId): Promise<void> {
    return this.#retention.purge(tenantId);
  }

  async #upsert(tenantId: TenantId, catalogId: CatalogId, change: object): Promise<void> {
    const mine = this.#retention.of(tenantId);
    const one = { _id: String(catalogId) };
    if (!(await mine.upsert(one, { ...change }))) await mine.update(one, { ...change });
  }
}
