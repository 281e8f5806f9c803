import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { RetentionRules } from './retention-rules.ts';

/** What an administrator said of the backups of one schema. */
export interface SchemaRetention extends SavedRetention {
  catalogId: CatalogId;
  /** For those that its schedule asked for; undefined: as all others. */
  scheduled?: RetentionRules | undefined;
}

/** What an administrator said of the backups of all schemas without rules of their own. */
export interface SavedRetention {
  tenantId: TenantId;
  /** Undefined: those that count without any. */
  rules: RetentionRules | undefined;
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
  /** Undefined: the default of the tenant counts. */
  find(tenantId: TenantId, catalogId: CatalogId): Promise<SchemaRetention | undefined>;
  /** Instead of what was there, and of what was asked. */
  save(retention: SchemaRetention): Promise<void>;
  /** The default of the tenant counts again. Repeatable. */
  reset(tenantId: TenantId, catalogId: CatalogId): Promise<void>;
  /** Undefined: the rules of each storage count. */
  findDefault(tenantId: TenantId): Promise<SavedRetention | undefined>;
  saveDefault(retention: SavedRetention): Promise<void>;
  /** The rules of each storage count again. Repeatable. */
  resetDefault(tenantId: TenantId): Promise<void>;
  /** The schemas that have rules of their own. */
  withOwnRules(tenantId: TenantId): Promise<CatalogId[]>;
  ask(question: RetentionQuestion): Promise<void>;
  question(tenantId: TenantId, catalogId: CatalogId): Promise<RetentionQuestion | undefined>;
  /** Repeatable. */
  answer(tenantId: TenantId, catalogId: CatalogId): Promise<void>;
}
