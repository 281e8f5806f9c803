import type {
  RetentionQuestion,
  RetentionStore,
  SavedRetention,
} from '../../backups/retention/retention-store.ts';
import type { CatalogSchema, CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import { readRetentionInput } from './retention-input.ts';
import type { SchemaPlan } from './plan-schema.ts';
import type { Retention } from './retention.ts';

export interface DefaultRetentionDeps {
  clock: Pick<Clock, 'now'>;
  store: RetentionStore;
  catalog: Pick<CatalogStore, 'withBackupsOf' | 'find'>;
  retention: Pick<Retention, 'planWithDefault' | 'apply'>;
}

/** What a default would do to all schemas that have no rules of their own. */
export type DefaultPlan = Pick<SchemaPlan, 'removed' | 'freedBytes' | 'total'>;

/** A schema of which so much would go that it asks first. */
export interface AskingSchema {
  schema: CatalogSchema;
  question: RetentionQuestion;
}

export interface DefaultRetentionView {
  /** Undefined: the rules of each storage apply. */
  saved: SavedRetention | undefined;
  /** How many schemas have rules of their own, which it does not touch. */
  ownRules: number;
  /** By name, also of schemas with rules of their own. */
  asking: AskingSchema[];
}

/** What was done when a default was saved. */
export interface DefaultSaved {
  removed: number;
  /** Schemas that it applies to and that ask first, by name. */
  asking: AskingSchema[];
}

/** How long the backups are kept of schemas that have no rules of their own. */
export class DefaultRetention {
  readonly #deps: DefaultRetentionDeps;

  constructor(deps: DefaultRetentionDeps) {
    this.#deps = deps;
  }

  async view(tenantId: TenantId): Promise<DefaultRetentionView> {
    const { store } = this.#deps;
    const [saved, own, asking] = await Promise.all([
      store.findDefault(tenantId),
      store.withOwnRules(tenantId),
      this.#asking(tenantId),
    ]);
    return { saved, ownRules: own.length, asking };
  }

  /** What the default of now, or one that is not saved yet, does. @throws InvalidInput */
  async preview(tenantId: TenantId, input?: unknown): Promise<DefaultPlan> {
    const wanted = input === undefined ? undefined : readRetentionInput(input);
    const sum: DefaultPlan = { removed: [], freedBytes: 0, total: 0 };
    for (const id of await this.#touched(tenantId)) {
      const plan = await this.#deps.retention.planWithDefault(tenantId, id, wanted);
      sum.removed.push(...plan.removed);
      sum.freedBytes += plan.freedBytes;
      sum.total += plan.total;
    }
    return sum;
  }

  /**
   * Saves a default, and carries it out. Schemas of which more than half would go ask first.
   * @throws InvalidInput
   */
  async save(tenantId: TenantId, by: Person, input: unknown): Promise<DefaultSaved> {
    const { store, clock, retention } = this.#deps;
    const { rules, timeZone } = readRetentionInput(input);
    const savedAt = new Date(clock.now());
    const { accountId, name } = by;
    const savedBy = { accountId, name };
    if (rules) await store.saveDefault({ tenantId, rules, timeZone, savedAt, savedBy });
    else await store.resetDefault(tenantId);
    const touched = await this.#touched(tenantId);
    let removed = 0;
    for (const id of touched) removed += await retention.apply(tenantId, id);
    const asking = (await this.#asking(tenantId)).filter(({ schema }) =>
      touched.includes(schema.id),
    );
    return { removed, asking };
  }

  async #asking(tenantId: TenantId): Promise<AskingSchema[]> {
    const { catalog, store } = this.#deps;
    const questions = await store.questions(tenantId);
    const byId = new Map(questions.map((question) => [question.catalogId, question]));
    const schemas = await catalog.find(tenantId, [...byId.keys()]);
    return schemas
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .flatMap((schema) => {
        const question = byId.get(schema.id);
        return question ? [{ schema, question }] : [];
      });
  }

  /** Those with backups, and without rules of their own. */
  async #touched(tenantId: TenantId): Promise<CatalogId[]> {
    const { catalog, store } = this.#deps;
    const own = new Set(await store.withOwnRules(tenantId));
    return (await catalog.withBackupsOf(tenantId)).filter((id) => !own.has(id));
  }
}
