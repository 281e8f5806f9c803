import type { BackupOutline } from '../../backups/backup-outline.ts';
import type { Backup } from '../../backups/backup.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { getBackup } from '../../backups/get-backup.ts';
import { refreshBackupFacts } from '../../backups/keep/refresh-backup-facts.ts';
import type {
  RetentionQuestion,
  RetentionStore,
  SavedRetention,
  SchemaRetention,
} from '../../backups/retention/retention-store.ts';
import type { CatalogSchema, CatalogStore } from '../../catalog/catalog-store.ts';
import type { Hold } from '../../catalog/hold.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { count, counted } from '../../kernel/counted.ts';
import { Conflict, InvalidInput, orAbsent } from '../../kernel/errors.ts';
import type { CatalogId, RunId, TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { RETENTION_SERVICE } from './retention-service.ts';
import { planSchema, type SchemaPlan } from './plan-schema.ts';
import { readRetentionInput, type RetentionInput } from './retention-input.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';

export interface RetentionDeps {
  clock: Pick<Clock, 'now'>;
  backups: BackupStore;
  retention: RetentionStore;
  catalog: CatalogStore;
  runs: RunStore;
  /** How long what is removed stays in the bin, ms. */
  binMs: number;
}

export interface RetentionView {
  /** Undefined: the default counts. */
  saved: SchemaRetention | undefined;
  /** Undefined: those of each storage count. */
  default: SavedRetention | undefined;
  plan: SchemaPlan;
  /** More backups would be removed than is done without asking. */
  question: RetentionQuestion | undefined;
  /** On all backups of the schema. */
  hold: Hold | undefined;
  binDays: number;
}

const MAX_REASON = 300;

/** How long backups are kept, and what is on hold. */
export class Retention {
  readonly #deps: RetentionDeps;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  get binMs(): number {
    return this.#deps.binMs;
  }

  /** @throws NotFound for another tenant's schema */
  async view(tenantId: TenantId, catalogId: CatalogId): Promise<RetentionView> {
    const [schema, found] = await Promise.all([
      this.#deps.catalog.get(tenantId, catalogId),
      this.#deps.backups.outlines(tenantId, catalogId),
    ]);
    return this.viewOf(schema, found.backups);
  }

  /** The same of a schema whose backups were read: three small queries. */
  async viewOf(
    { tenantId, id, hold }: CatalogSchema,
    backups: readonly BackupOutline[],
  ): Promise<RetentionView> {
    const { retention, binMs, clock } = this.#deps;
    const [saved, standard, question] = await Promise.all([
      retention.find(tenantId, id),
      retention.findDefault(tenantId),
      retention.question(tenantId, id),
    ]);
    const isHeld = hold !== undefined;
    const plan = planSchema(backups, { own: saved, standard, isHeld, nowMs: clock.now() });
    return { saved, default: standard, plan, question, hold, binDays: binMs / DAY_MS };
  }

  /** What rules would do that are not saved yet. @throws InvalidInput, NotFound */
  async preview(tenantId: TenantId, catalogId: CatalogId, input: unknown): Promise<SchemaPlan> {
    await this.#deps.catalog.get(tenantId, catalogId);
    return this.#plan(tenantId, catalogId, readRetentionInput(input));
  }

  /**
   * What the default does to a schema that has no rules of its own: that of now, or one that is not
   * saved yet.
   */
  planWithDefault(
    tenantId: TenantId,
    catalogId: CatalogId,
    wanted: RetentionInput | undefined,
  ): Promise<SchemaPlan> {
    return this.#plan(tenantId, catalogId, undefined, wanted);
  }

  /**
   * Saves rules, of which the preview was seen, and carries them out. How many backups were put
   * into the bin. @throws InvalidInput, NotFound
   */
  async save(
    { tenantId, catalogId, by }: { tenantId: TenantId; catalogId: CatalogId; by: Person },
    input: unknown,
  ): Promise<number> {
    const { catalog, retention, clock } = this.#deps;
    await catalog.get(tenantId, catalogId);
    const wanted = readRetentionInput(input);
    const savedAt = new Date(clock.now());
    if (wanted.rules ?? wanted.scheduled)
      await retention.save({ tenantId, catalogId, ...wanted, savedAt, savedBy: by });
    else await retention.reset(tenantId, catalogId);
    const plan = await this.#plan(tenantId, catalogId, wanted);
    return this.#remove(tenantId, catalogId, plan);
  }

  /**
   * Carries the rules of a schema out. Where more would go than is taken without asking, nothing
   * does, and the question is kept. How many were put into the bin. Repeatable.
   */
  async apply(tenantId: TenantId, catalogId: CatalogId): Promise<number> {
    const { retention } = this.#deps;
    const plan = await this.#plan(tenantId, catalogId, await retention.find(tenantId, catalogId));
    await this.#askAbout(tenantId, catalogId, plan);
    return plan.asksFirst ? 0 : this.#remove(tenantId, catalogId, plan);
  }

  /**
   * Somebody was asked whether so many may be removed, and wants it done. How many were put into
   * the bin. @throws NotFound; Conflict `retention-changed` where that is not the question any
   * more: nothing is removed, and the question is the one of now
   */
  async confirm(tenantId: TenantId, catalogId: CatalogId, removes: number): Promise<number> {
    const { retention, catalog } = this.#deps;
    await catalog.get(tenantId, catalogId);
    const asked = await retention.question(tenantId, catalogId);
    const plan = await this.#plan(tenantId, catalogId, await retention.find(tenantId, catalogId));
    if (asked?.removes !== removes || plan.removed.length !== removes) {
      await this.#askAbout(tenantId, catalogId, plan);
      throw new Conflict('retention-changed', changedWords(plan));
    }
    await retention.answer(tenantId, catalogId);
    return this.#remove(tenantId, catalogId, plan);
  }

  /** @throws InvalidInput `reason`, NotFound */
  async hold(tenantId: TenantId, id: RunId, typed: string, by: Person): Promise<Backup> {
    const { backups, clock } = this.#deps;
    const backup = await getBackup(backups, tenantId, id);
    const reason = readReason(typed);
    await backups.hold(tenantId, id, { reason, by, at: new Date(clock.now()) });
    // A rule may have removed it a moment ago.
    if ((await backups.get(tenantId, id)).binned) {
      await backups.bin(tenantId, id, undefined);
      await refreshBackupFacts(this.#deps, tenantId, backup.catalogId);
    }
    return backup;
  }

  /**
   * Holds all backups of a schema, those that will be taken included. @throws InvalidInput
   * `reason`, NotFound
   */
  async holdSchema(tenantId: TenantId, id: CatalogId, typed: string, by: Person): Promise<void> {
    const { catalog, clock } = this.#deps;
    await catalog.get(tenantId, id);
    const reason = readReason(typed);
    await catalog.hold(tenantId, id, { reason, by, at: new Date(clock.now()) });
  }

  /** Repeatable; what is held for itself stays so. @throws NotFound */
  async liftSchema(tenantId: TenantId, id: CatalogId): Promise<void> {
    await this.#deps.catalog.get(tenantId, id);
    await this.#deps.catalog.hold(tenantId, id, undefined);
  }

  /** Repeatable. @throws NotFound */
  async lift(tenantId: TenantId, id: RunId): Promise<void> {
    await getBackup(this.#deps.backups, tenantId, id);
    await this.#deps.backups.hold(tenantId, id, undefined);
  }

  /** Whether all backups of a schema are on hold. */
  async isSchemaHeld(tenantId: TenantId, id: CatalogId): Promise<boolean> {
    const [schema] = await this.#deps.catalog.find(tenantId, [id]);
    return schema?.hold !== undefined;
  }

  async #plan(
    tenantId: TenantId,
    catalogId: CatalogId,
    own: Partial<RetentionInput> | undefined,
    settings?: Partial<RetentionInput>,
  ): Promise<SchemaPlan> {
    const { backups, catalog, retention, clock } = this.#deps;
    const [{ hold }, standard, found] = await Promise.all([
      catalog.get(tenantId, catalogId),
      settings ?? retention.findDefault(tenantId),
      backups.outlines(tenantId, catalogId),
    ]);
    const isHeld = hold !== undefined;
    return planSchema(found.backups, { own, standard, isHeld, nowMs: clock.now() });
  }

  /** What is asked before a plan is carried out; nothing where it removes few enough. */
  async #askAbout(tenantId: TenantId, catalogId: CatalogId, plan: SchemaPlan): Promise<void> {
    const { retention, clock } = this.#deps;
    const asked = await retention.question(tenantId, catalogId);
    if (!plan.asksFirst) {
      if (asked) await retention.answer(tenantId, catalogId);
      return;
    }
    const question = { tenantId, catalogId, removes: plan.removed.length, of: plan.total };
    if (asked?.removes !== question.removes)
      await retention.ask({ ...question, askedAt: new Date(clock.now()) });
  }

  async #remove(
    tenantId: TenantId,
    catalogId: CatalogId,
    { removed }: SchemaPlan,
  ): Promise<number> {
    const { backups, clock, binMs } = this.#deps;
    const binned = {
      at: new Date(clock.now()),
      by: RETENTION_SERVICE,
      why: 'Removed by the retention rules',
    };
    let count = 0;
    for (const { id } of removed) {
      const removing =
        binMs === 0 ? backups.requestDelete(tenantId, id) : backups.bin(tenantId, id, binned);
      // One that was put on hold since the plan was made stays.
      if (await orAbsent(removing)) count += 1;
    }
    if (count > 0) await refreshBackupFacts(this.#deps, tenantId, catalogId);
    return count;
  }
}

/** Why what was confirmed is not done. */
const changedWords = ({ asksFirst, removed, total }: SchemaPlan): string =>
  asksFirst
    ? `The retention rules would remove ${count(removed.length)} of ${counted(total, 'backup')} by now. If that's what you want, choose Remove them again.`
    : 'There is nothing to confirm any more: the rules have changed, or somebody else confirmed.';

/** @throws InvalidInput `reason` */
function readReason(typed: string): string {
  const reason = typed.trim();
  if (reason === '') throw new InvalidInput({ reason: 'Reason is mandatory' });
  if (reason.length > MAX_REASON)
    throw new InvalidInput({ reason: `The reason can have up to ${MAX_REASON} characters` });
  return reason;
}
