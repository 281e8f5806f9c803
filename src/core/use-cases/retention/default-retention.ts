import type { SavedRetention, RetentionStore } from '../../backups/retention/retention-store.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import { readRetentionInput } from './retention-input.ts';
import type { SchemaPlan } from './plan-schema.ts';
import type { Retention } from './retention.ts';

export interface DefaultRetentionDeps {
  clock: Pick<Clock, 'now'>;
  store: RetentionStore;
  catalog: Pick<CatalogStore, 'withBackupsOf'>;
  retention: Pick<Retention, 'planWithDefault' | 'apply'>;
}

/** What a default would do to all schemas that have no rules of their own. */
export type DefaultPlan = Pick<SchemaPlan, 'removed' | 'freedBytes' | 'total'>;

export interface DefaultRetentionView {
  /** Undefined: the rules of each storage apply. */
  saved: SavedRetention | undefined;
  /** How many schemas have rules of their own, which it does not touch. */
  ownRules: number;
}

/** What was done when a default was saved. */
export interface DefaultSaved {
  removed: number;
  /** Schemas of which so much would go that they ask first. */
  asking: number;
}

/** How long the backups are kept of schemas that have no rules of their own. */
export class DefaultRetention {
  readonly #deps: DefaultRetentionDeps;

  constructor(deps: DefaultRetentionDeps) {
    this.#deps = deps;
  }

  async view(tenantId: TenantId): Promise<DefaultRetentionView> {
    const { store } = this.#deps;
    const [saved, own] = await Promise.all([
      store.findDefault(tenantId),
      store.withOwnRules(tenantId),
    ]);
    return { saved, ownRules: own.length };
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
    const saved: DefaultSaved = { removed: 0, asking: 0 };
    for (const id of await this.#touched(tenantId)) {
      saved.removed += await retention.apply(tenantId, id);
      if (await store.question(tenantId, id)) saved.asking += 1;
    }
    return saved;
  }

  /** Those with backups, and without rules of their own. */
  async #touched(tenantId: TenantId): Promise<CatalogId[]> {
    const { catalog, store } = this.#deps;
    const own = new Set(await store.withOwnRules(tenantId));
    return (await catalog.withBackupsOf(tenantId)).filter((id) => !own.has(id));
  }
}
