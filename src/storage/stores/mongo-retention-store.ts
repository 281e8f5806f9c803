import { Schema, type Connection } from 'mongoose';
import { z } from 'zod';
import { RetentionRules } from '../../core/backups/retention/retention-rules.ts';
import type {
  RetentionQuestion,
  RetentionStore,
  SavedRetention,
  SchemaRetention,
} from '../../core/backups/retention/retention-store.ts';
import { catalogId as toCatalogId, type CatalogId, type TenantId } from '../../core/kernel/ids.ts';
import { setFields } from '../set-fields.ts';
import { storedPerson, type StoredShape } from '../stored-shape.ts';
import { TenantCollection } from '../tenant-collection.ts';

type Asked = Pick<RetentionQuestion, 'removes' | 'of' | 'askedAt'>;

/** One a schema, whose id it has, and one for the default of the tenant. */
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
    scheduled: Mixed,
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
    scheduled: RetentionRules.optional(),
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
    const { rules, scheduled, timeZone, savedAt, savedBy } = found ?? {};
    if (!(rules ?? scheduled) || !timeZone || !savedAt || !savedBy) return undefined;
    return { tenantId, catalogId, rules, scheduled, timeZone, savedAt, savedBy };
  }

  async save({ tenantId, catalogId, ...fields }: SchemaRetention): Promise<void> {
    const { rules, scheduled } = fields;
    const change = setFields({ ...fields, rules, scheduled, asked: undefined });
    await this.#upsert(tenantId, catalogId, change);
  }

  async reset(tenantId: TenantId, catalogId: CatalogId): Promise<void> {
    await this.#retention.of(tenantId).delete({ _id: String(catalogId) });
  }

  findDefault(tenantId: TenantId): Promise<SavedRetention | undefined> {
    return this.find(tenantId, defaultIdOf(tenantId));
  }

  saveDefault(retention: SavedRetention): Promise<void> {
    return this.save({ ...retention, catalogId: defaultIdOf(retention.tenantId) });
  }

  resetDefault(tenantId: TenantId): Promise<void> {
    return this.reset(tenantId, defaultIdOf(tenantId));
  }

  async withOwnRules(tenantId: TenantId): Promise<CatalogId[]> {
    const found = await this.#retention.of(tenantId).find({ savedAt: { $exists: true } });
    return found.map(({ _id }) => toCatalogId(_id)).filter((id) => id !== defaultIdOf(tenantId));
  }

  async ask({ tenantId, catalogId, ...asked }: RetentionQuestion): Promise<void> {
    await this.#upsert(tenantId, catalogId, { $set: { asked } });
  }

  async question(tenantId: TenantId, catalogId: CatalogId): Promise<RetentionQuestion | undefined> {
    const found = await this.#retention.of(tenantId).byId(catalogId);
    return found?.asked && { tenantId, catalogId, ...found.asked };
  }

  async questions(tenantId: TenantId): Promise<RetentionQuestion[]> {
    const found = await this.#retention.of(tenantId).find({ asked: { $exists: true } });
    return found.flatMap(({ _id, asked }) =>
      asked ? [{ tenantId, catalogId: toCatalogId(_id), ...asked }] : [],
    );
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

const defaultIdOf = (tenantId: TenantId): CatalogId => toCatalogId(`default ${tenantId}`);
