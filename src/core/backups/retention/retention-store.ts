import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { RetentionRules } from './retention-rules.ts';

/** The rules that an administrator set for one schema. */
export interface SchemaRetention extends SavedRetention {
  catalogId: CatalogId;
  /** For backups requested by its schedule; undefined: the same as for all others. */
  scheduled?: RetentionRules | undefined;
}

/** The rules that an administrator set for all schemas without rules of their own. */
export interface SavedRetention {
  tenantId: TenantId;
  /** Undefined: the rules of each storage apply. */
  rules: RetentionRules | undefined;
  /** The time zone in which days, weeks and months end. */
  timeZone: string;
  savedAt: Date;
  savedBy: Person;
}

/** More backups would be removed than is done without asking. */
export interface RetentionQuestion {
  tenantId: TenantId;
  catalogId: CatalogId;
  removes: number;
  of: number;
  askedAt: Date;
}

export interface RetentionStore {
  /** Undefined: the tenant's default applies. */
  find(tenantId: TenantId, catalogId: CatalogId): Promise<SchemaRetention | undefined>;
  /** Replaces what was saved, and clears the question. */
  save(retention: SchemaRetention): Promise<void>;
  /** From now on the tenant's default applies again. Repeatable. */
  reset(tenantId: TenantId, catalogId: CatalogId): Promise<void>;
  /** Undefined: the rules of each storage apply. */
  findDefault(tenantId: TenantId): Promise<SavedRetention | undefined>;
  saveDefault(retention: SavedRetention): Promise<void>;
  /** From now on the rules of each storage apply again. Repeatable. */
  resetDefault(tenantId: TenantId): Promise<void>;
  /** The schemas that have rules of their own. */
  withOwnRules(tenantId: TenantId): Promise<CatalogId[]>;
  ask(question: RetentionQuestion): Promise<void>;
  question(tenantId: TenantId, catalogId: CatalogId): Promise<RetentionQuestion | undefined>;
  /** Those of all schemas, in any order. */
  questions(tenantId: TenantId): Promise<RetentionQuestion[]>;
  /** Repeatable. */
  answer(tenantId: TenantId, catalogId: CatalogId): Promise<void>;
}
