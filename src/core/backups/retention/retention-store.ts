import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { RetentionRules } from './retention-rules.ts';

/** What an administrator said of the backups of one schema. */
export interface SchemaRetention {
  tenantId: TenantId;
  catalogId: CatalogId;
  rules: RetentionRules;
  /** In which days, weeks and months end. */
  timeZone: string;
  savedAt: Date;
  savedBy: Person;
}

/** More would go than is taken without asking. */
export interface RetentionQuestion {
  tenantId: TenantId;
  catalogId: CatalogId;
  removes: number;
  of: number;
  askedAt: Date;
}

export interface RetentionStore {
  /** Undefined: the rules of the storage count. */
  find(tenantId: TenantId, catalogId: CatalogId): Promise<SchemaRetention | undefined>;
  /** In place of what was there, and of what was asked. */
  save(retention: SchemaRetention): Promise<void>;
  /** The rules of the storage count again. Repeatable. */
  reset(tenantId: TenantId, catalogId: CatalogId): Promise<void>;
  ask(question: RetentionQuestion): Promise<void>;
  question(tenantId: TenantId, catalogId: CatalogId): Promise<RetentionQuestion | undefined>;
  /** Repeatable. */
  answer(tenantId: TenantId, catalogId: CatalogId): Promise<void>;
}
