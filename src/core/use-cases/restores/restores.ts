import type { Page } from '../../kernel/page.ts';
import type { Person } from '../../kernel/person.ts';
import type { BackupContents, TypeInTree } from '../../backups/inside/contents.ts';
import { backupFacts } from '../../backups/backup-name.ts';
import { getBackup } from '../../backups/get-backup.ts';
import type { CatalogStore } from '../../catalog/catalog.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Conflict, InvalidInput, NotFound } from '../../kernel/errors.ts';
import type { CatalogId, RunId, TargetId, TenantId } from '../../kernel/ids.ts';
import { asJson } from '../../kernel/json.ts';
import { newRunId } from '../../runs/new-run-id.ts';
import { isOpen, type Run, type RunStore } from '../../runs/run.ts';
import type { Schema } from '../../assets/model/schema.ts';
import { proposeSchema, schemaMistakes } from '../../restores/new-schema.ts';
import type { TargetAccess } from '../../sites/target-access.ts';
import type { TargetInstance, TargetStore } from '../../sites/target-instance.ts';
import { confirmChoices } from './confirm-choices.ts';
import type { RestorePlan } from '../../restores/plan/restore-plan.ts';
import { RecentCounts } from '../../restores/report/recent-counts.ts';
import type { RestoreLine, RestoreStore } from '../../restores/report/restore-lines.ts';
import {
  inputOf,
  sameChoices,
  targetOf,
  type Choices,
  type RestoreInput,
} from '../../restores/restore-input.ts';

export const RESTORES_PAGE = 20;

type SchemaWish = { name: string; key: string } | { id: string };
/** What the wizard has gathered. */
export interface RestoreWish extends Pick<
  RestoreInput,
  'typeIds' | 'existing' | 'clearEmpty' | 'keepOriginalKey' | 'changeDefinitions'
> {
  targetId?: TargetId;
  schema: SchemaWish;
}

interface Deps {
  clock: Clock;
  runs: RunStore;
  catalog: CatalogStore;
  contents: BackupContents;
  targets: TargetStore;
  access: TargetAccess;
  restores: RestoreStore;
}

/** What an administrator does with restores: choose a destination, look at the plan, run it, stop it, let it go on, read its report, check its result. */
export class Restores {
  readonly #deps: Deps;
  readonly #counts: RecentCounts;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#counts = new RecentCounts(deps.restores, deps.clock);
  }

  /** The first step of the wizard. @throws NotFound */
  async begin(
    tenantId: TenantId,
    backupId: RunId,
  ): Promise<{ backup: Run; targets: TargetInstance[] }> {
    return {
      backup: await getBackup(this.#deps.runs, tenantId, backupId),
      targets: await this.#deps.targets.list(tenantId),
    };
  }

  /** The schemas of a destination, asked of the site. @throws NotFound, Refused, Unavailable */
  async schemas(tenantId: TenantId, targetId: TargetId | undefined): Promise<Schema[]> {
    const { target } = await this.#deps.access.open(tenantId, targetId, { page: true });
    return (await target.schemas()).schemas.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** A name and key that are free on the destination, as near to the backup's as can be. */
  async propose(
    tenantId: TenantId,
    targetId: TargetId | undefined,
    backupId: RunId,
  ): Promise<{ name: string; key: string }> {
    const { schemaName, schemaKey } = backupFacts(
      await getBackup(this.#deps.runs, tenantId, backupId),
    );
    return proposeSchema(
      { name: schemaName, key: schemaKey },
      await this.schemas(tenantId, targetId),
    );
  }

  /** What is wrong with a name and key for a new schema, by field; empty when both are free. */
  async nameMistakes(
    tenantId: TenantId,
    targetId: TargetId | undefined,
    wish: { name: string; key: string },
  ): Promise<Record<string, string>> {
    return schemaMistakes(wish, await this.schemas(tenantId, targetId));
  }

  /** The object types of the backup, as a tree. @throws NotFound, Damaged */
  async types(tenantId: TenantId, backupId: RunId): Promise<TypeInTree[]> {
    return (await this.#deps.contents.tree(tenantId, backupId)).types;
  }

  /** Queues the making of a plan. @throws NotFound, InvalidInput `name` | `key` | `schemaId` | `typeIds`, Refused, Unavailable */
  async requestPlan(
    tenantId: TenantId,
    backupId: RunId,
    wish: RestoreWish,
    by: Person,
  ): Promise<Run> {
    const backup = await getBackup(this.#deps.runs, tenantId, backupId);
    const { target, place } = await this.#deps.access.open(tenantId, wish.targetId, { page: true });
    const { schemas } = await target.schemas();
    if (wish.typeIds?.length === 0)
      throw new InvalidInput({ typeIds: 'Choose at least one object type.' });
    const schema = this.#chosen(wish.schema, schemas);
    const { siteUrl, workspaceId, targetName } = place;
    const { targetId, typeIds, existing, clearEmpty, keepOriginalKey, changeDefinitions } = wish;
    const occupies =
      schema.kind === 'existing' && !targetId
        ? (await this.#deps.catalog.all(tenantId, workspaceId)).find(
            (known) => known.schemaId === schema.id,
          )?.id
        : undefined;
    const input: RestoreInput = {
      place: { siteUrl, workspaceId, ...(targetName ? { targetName } : {}) },
      schema,
      typeIds,
      existing,
      clearEmpty,
      keepOriginalKey,
      changeDefinitions,
      choices: {},
      ...(targetId ? { targetId } : {}),
      ...(occupies ? { occupies } : {}),
    };
    return this.#queue('restore-plan', backup, input, by);
  }

  /** The plan as far as it is. @throws NotFound */
  async planOf(
    tenantId: TenantId,
    planId: RunId,
  ): Promise<{ run: Run; input: RestoreInput; plan?: RestorePlan }> {
    const run = await this.#run(tenantId, planId, 'restore-plan');
    const input = inputOf(run);
    if (run.state !== 'complete') return { run, input };
    const plan = run.result as unknown as RestorePlan;
    return {
      run,
      input,
      plan: {
        ...plan,
        unresolved: plan.unresolved.map((each) => ({
          ...each,
          options: plan.options?.[each.kind] ?? [],
        })),
      },
    };
  }

  /** The same plan once more, as the site is now; `choices` are what the administrator chose meanwhile. @throws NotFound, and what `requestPlan` throws */
  async planAgain(tenantId: TenantId, planId: RunId, by: Person, choices?: Choices): Promise<Run> {
    const { run, input } = await this.planOf(tenantId, planId);
    return this.#queue(
      'restore-plan',
      await getBackup(this.#deps.runs, tenantId, run.backupId!),
      choices ? { ...input, choices } : input,
      by,
    );
  }

  /**
   * Queues the restore that was planned and reviewed; one into a schema at a time. Rules that change what is written to objects that are there make a new plan
   * in its place, a run of kind restore-plan, for the reviewed one did not know of them. @throws NotFound, what `confirmChoices` throws, Conflict
   * `plan-unfinished` | `plan-blocked`
   */
  async run(tenantId: TenantId, planId: RunId, choices: Choices, by: Person): Promise<Run> {
    const { run: planRun, input, plan } = await this.planOf(tenantId, planId);
    if (!plan) throw new Conflict('plan-unfinished', 'The plan is not made yet. Wait for its end.');
    if (plan.blockers.length > 0) throw new Conflict('plan-blocked', plan.blockers[0]!);
    const confirmed = await confirmChoices(
      plan,
      choices,
      async () => (await this.#deps.access.open(tenantId, targetOf(input), { page: true })).target,
    );
    const backup = await getBackup(this.#deps.runs, tenantId, planRun.backupId!);
    if (input.schema.kind === 'existing' && !sameChoices(confirmed, input.choices))
      return this.#queue('restore-plan', backup, { ...input, choices: confirmed }, by);
    return this.#queue(
      'restore',
      backup,
      {
        ...input,
        choices: confirmed,
        digest: plan.digest,
        planId,
        ...(plan.people ? { people: plan.people } : {}),
      },
      by,
    );
  }

  /** @throws NotFound */
  async get(tenantId: TenantId, restoreId: RunId): Promise<{ run: Run; input: RestoreInput }> {
    const run = await this.#run(tenantId, restoreId, 'restore');
    return { run, input: inputOf(run) };
  }

  /** Restores from the backups of a schema, newest first, pages of 20. @throws NotFound */
  async history(tenantId: TenantId, catalogId: CatalogId, page = 1): Promise<Page<Run>> {
    await this.#deps.catalog.get(tenantId, catalogId);
    return this.#deps.runs.list(tenantId, {
      kind: 'restore',
      catalogId,
      page,
      pageSize: RESTORES_PAGE,
    });
  }

  /** Asks a queued or running restore to end; also a plan or a check that is being made. @throws NotFound */
  async stop(tenantId: TenantId, id: RunId, by: Person): Promise<Run> {
    const { kind } = await this.#deps.runs.get(tenantId, id);
    if (kind !== 'restore' && kind !== 'restore-plan' && kind !== 'restore-check')
      throw new NotFound();
    return this.#deps.runs.requestCancel(tenantId, id, by);
  }

  /** Lets a restore that was stopped or failed go on where it was. @throws NotFound, Conflict */
  async resume(tenantId: TenantId, restoreId: RunId, by: Person): Promise<Run> {
    const run = await this.#run(tenantId, restoreId, 'restore');
    await getBackup(this.#deps.runs, tenantId, run.backupId!);
    return this.#deps.runs.requeue(tenantId, restoreId, by);
  }

  /** How many objects had which outcome so far; of a long report as of some seconds ago. */
  async counts(
    tenantId: TenantId,
    restoreId: RunId,
  ): Promise<Awaited<ReturnType<RestoreStore['counts']>>> {
    return this.#counts.counts(tenantId, restoreId);
  }

  /** What became of each object. @throws NotFound */
  async report(
    tenantId: TenantId,
    restoreId: RunId,
    outcome?: RestoreLine['outcome'],
  ): Promise<AsyncIterable<RestoreLine>> {
    await this.#run(tenantId, restoreId, 'restore');
    return this.#deps.restores.lines(tenantId, restoreId, outcome);
  }

  /** Queues *Check the result*; while one is open, that one is returned. @throws NotFound, Conflict `restore-open` */
  async requestCheck(tenantId: TenantId, restoreId: RunId, by: Person): Promise<Run> {
    const run = await this.#run(tenantId, restoreId, 'restore');
    if (run.state !== 'complete')
      throw new Conflict('restore-open', 'Only a restore that is complete can be checked.');
    const before = await this.checkOf(tenantId, restoreId);
    if (before && isOpen(before)) return before;
    const backup = await getBackup(this.#deps.runs, tenantId, run.backupId!);
    return this.#queue('restore-check', backup, inputOf(run), by, restoreId);
  }

  /** The newest check of a restore. */
  async checkOf(tenantId: TenantId, restoreId: RunId): Promise<Run | undefined> {
    return (
      await this.#deps.runs.list(tenantId, {
        kind: 'restore-check',
        of: restoreId,
        page: 1,
        pageSize: 1,
      })
    ).items[0];
  }

  #chosen(wish: SchemaWish, schemas: Schema[]): RestoreInput['schema'] {
    if ('id' in wish) {
      const found = schemas.find((schema) => schema.id === wish.id);
      if (!found) throw new InvalidInput({ schemaId: 'Choose a schema of the list.' });
      return { kind: 'existing', id: found.id, name: found.name, key: found.key };
    }
    const mistakes = schemaMistakes(wish, schemas);
    if (Object.keys(mistakes).length > 0) throw new InvalidInput(mistakes);
    return { kind: 'new', name: wish.name.trim(), key: wish.key.trim() };
  }

  #queue(
    kind: 'restore-plan' | 'restore' | 'restore-check',
    backup: Run,
    input: RestoreInput,
    by: Person,
    of?: RunId,
  ): Promise<Run> {
    return this.#deps.runs.enqueue({
      id: newRunId(),
      tenantId: backup.tenantId,
      kind,
      backupId: backup.id,
      ...(backup.catalogId ? { catalogId: backup.catalogId } : {}),
      input: asJson(input),
      ...(of ? { of } : {}),
      trigger: 'manual',
      requestedBy: by,
    });
  }

  async #run(tenantId: TenantId, id: RunId, kind: Run['kind']): Promise<Run> {
    const run = await this.#deps.runs.get(tenantId, id);
    if (run.kind !== kind) throw new NotFound();
    return run;
  }
}
