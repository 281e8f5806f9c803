import type { Backup } from '../../backups/backup.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { getBackup } from '../../backups/get-backup.ts';
import type { BackupContents, TypeInTree } from '../../backups/inside/backup-contents.ts';
import { Conflict, InvalidInput, NotFound, orAbsent } from '../../kernel/errors.ts';
import { runId, siteId, type RunId, type TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import { sameChoices, type Choices, type RestoreInput } from '../../restores/restore-input.ts';
import { restorePlanKind, type RestorePlanRun } from '../../restores/plan/restore-plan-kind.ts';
import { restoreKind, type RestoreRun } from '../../restores/restore-kind.ts';
import { pickRestoreOptions } from '../../restores/restore-options.ts';
import { resultOf } from '../../runs/run-fields.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Site } from '../../sites/site.ts';
import {
  choiceKey,
  choicesFrom,
  withPlanChoices,
  type PlanChoice,
  type PlanChoices,
} from '../../restores/plan/plan-choices.ts';
import { confirmChoices, confirmMappings, refuseMistakes } from './confirm-choices.ts';
import { newestBackup } from './follow-up.ts';
import { chosenFor, readPlanState, type PlanState } from './plan-state.ts';
import { queueRestoreRun } from './queue-restore-run.ts';
import type { RestoreDestinations } from './restore-destinations.ts';
import { chooseSchema, type RestoreWish } from './restore-wish.ts';

interface Deps {
  backups: BackupStore;
  runs: RunStore;
  contents: BackupContents;
  destinations: RestoreDestinations;
  planChoices: PlanChoices;
}

/**
 * What an administrator decides before a restore: the destination, the options, and the rules under
 * Review.
 */
export class RestorePlans {
  readonly destinations: RestoreDestinations;
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.destinations = deps.destinations;
    this.#deps = deps;
  }

  /** The first step of the wizard. @throws NotFound */
  async begin(tenantId: TenantId, backupId: RunId): Promise<{ backup: Backup; targets: Site[] }> {
    return {
      backup: await getBackup(this.#deps.backups, tenantId, backupId),
      targets: await this.destinations.targets(tenantId),
    };
  }

  /**
   * As `begin`, from the plan that the wizard has led to, with what was decided for it. @throws
   * NotFound
   */
  async beginAgain(
    tenantId: TenantId,
    planId: RunId,
  ): Promise<{ backup: Backup; targets: Site[]; input: RestoreInput }> {
    const { run, input } = await this.get(tenantId, planId);
    const backup = await this.#backupOf(run);
    return { backup, targets: await this.destinations.targets(tenantId), input };
  }

  /** The object types of the backup, as a tree. @throws NotFound, Damaged */
  async types(tenantId: TenantId, backupId: RunId): Promise<TypeInTree[]> {
    return (await this.#deps.contents.tree(tenantId, backupId)).types;
  }

  /**
   * Queues the making of a plan. @throws NotFound, InvalidInput `name` | `key` | `schemaId` |
   * `typeIds`, Refused, Unavailable
   */
  async request(
    tenantId: TenantId,
    backupId: RunId,
    wish: RestoreWish,
    by: Person,
  ): Promise<RestorePlanRun> {
    const backup = await getBackup(this.#deps.backups, tenantId, backupId);
    const { assets, site } = await this.destinations.open(tenantId, wish.targetId);
    const { schemas } = await assets.schemas();
    if (wish.typeIds?.length === 0)
      throw new InvalidInput({ typeIds: 'Choose at least one object type.' });
    const schema = chooseSchema(wish.schema, schemas, assets.limits);
    const chosen = wish.rulesOf ? await this.#chosenFor(tenantId, wish.rulesOf) : [];
    const occupies = site.roles.source
      ? await this.destinations.inCatalog(site, schema)
      : undefined;
    const input: RestoreInput = {
      siteId: site.id,
      place: { siteUrl: site.siteUrl, siteKey: site.key, targetName: site.name },
      schema,
      ...pickRestoreOptions(wish),
      choices: choicesFrom(chosen),
      occupies,
    };
    return this.#queuePlan(backup, { input, by, chosen });
  }

  /**
   * Queues a plan that fills in what a restore has skipped: into the schema that it wrote to, with
   * the rules that were chosen for it. @throws NotFound, Conflict `restore-open`
   */
  async fix(tenantId: TenantId, restoreId: RunId, by: Person): Promise<RestorePlanRun> {
    const restore = await this.#complete(tenantId, restoreId, 'fixed');
    const fill = { existing: 'keep', clearEmpty: false, changeDefinitions: false } as const;
    const backup = await this.#backupOf(restore);
    return this.#planNext(restore, { backup, by, other: { ...fill, fixes: restoreId } });
  }

  /**
   * Queues a plan that carries over what is new or changed since a restore: from the newest backup
   * of the same schema into the one that it wrote to, with the same choices and rules. @throws
   * NotFound, Conflict `restore-open`
   */
  async again(tenantId: TenantId, restoreId: RunId, by: Person): Promise<RestorePlanRun> {
    const restore = await this.#complete(tenantId, restoreId, 'repeated');
    const newest = await newestBackup(this.#deps.backups, restore);
    const backup = newest ?? (await this.#backupOf(restore));
    return this.#planNext(restore, { backup, by, other: { existing: 'overwrite' } });
  }

  /** @throws NotFound */
  get(tenantId: TenantId, planId: RunId): Promise<PlanState> {
    return readPlanState(this.#deps, tenantId, planId);
  }

  /**
   * Keeps rules that were chosen under Review; those that map to something are looked for on the
   * destination first. If one of them can't be followed, none is kept. @throws InvalidInput
   * `choiceField(…)` | `groupChoiceField(…)`, and what a site that is asked throws
   */
  async decide(state: PlanState, chosen: readonly PlanChoice[]): Promise<void> {
    const { followed, mistakes } = await this.#confirm(state, chosen);
    refuseMistakes(mistakes);
    await this.#keep(state, followed);
  }

  /**
   * The same, except that rules that can be followed are kept in any case. Why the others can't, by
   * the fields that `decide` names. @throws what a site that is asked throws
   */
  async decideWhatCanBe(
    state: PlanState,
    chosen: readonly PlanChoice[],
  ): Promise<InvalidInput['fields']> {
    const { followed, mistakes } = await this.#confirm(state, chosen);
    await this.#keep(state, followed);
    return mistakes;
  }

  /**
   * Queues the same plan again, as the site is now, with the rules that are chosen by now;
   * `choices` takes precedence over them. @throws NotFound, and what `request` throws
   */
  async repeat(
    tenantId: TenantId,
    planId: RunId,
    by: Person,
    choices?: Choices,
  ): Promise<RestorePlanRun> {
    const state = await this.get(tenantId, planId);
    const backup = await this.#backupOf(state.run);
    const chosen = choices ? [...choices] : chosenFor(state);
    return this.#queuePlan(backup, { input: state.input, by, chosen });
  }

  /**
   * Queues the restore that was planned and reviewed; one into a schema at a time. Rules that
   * change what is written to objects that exist make a new plan in its place, a run of kind
   * restore-plan, for the reviewed one did not know of them. @throws NotFound, what
   * `confirmChoices` throws, Conflict `plan-unfinished` | `plan-blocked`
   */
  async start(
    { run, input, plan, choices: decided = [] }: PlanState,
    choices: Choices,
    by: Person,
  ): Promise<RestoreRun | RestorePlanRun> {
    const { tenantId, id: planId } = run;
    if (!plan)
      throw new Conflict('plan-unfinished', "The plan isn't ready yet. Wait for it to finish.");
    const [blocker] = plan.blockers;
    if (blocker !== undefined) throw new Conflict('plan-blocked', blocker);
    const openTarget = async () =>
      (await this.destinations.open(tenantId, siteId(input.siteId))).assets;
    const confirmed = await confirmChoices(plan, choices, openTarget);
    const backup = await this.#backupOf(run);
    const chosen = { ...input, choices: [...confirmed] };
    if (input.schema.kind === 'existing' && !sameChoices(confirmed, input.choices))
      return this.#queuePlan(backup, {
        input,
        by,
        chosen: withPlanChoices(confirmed, decided.filter(isAmong(confirmed))),
      });
    const reviewed = { ...chosen, digest: plan.digest, planId, people: plan.people };
    return queueRestoreRun(this.#deps, { kind: restoreKind, backup, input: reviewed, by });
  }

  /** The rules that can be followed, with the names of what they map to. */
  async #confirm(
    { run, input, plan }: PlanState,
    chosen: readonly PlanChoice[],
  ): Promise<{ followed: PlanChoice[]; mistakes: InvalidInput['fields'] }> {
    if (!plan) return { followed: [], mistakes: {} };
    const openTarget = async () =>
      (await this.destinations.open(run.tenantId, siteId(input.siteId))).assets;
    const confirmed = await confirmMappings(plan, choicesFrom(chosen), openTarget);
    const { choices, names, mistakes } = confirmed;
    const named = choices.map((choice) =>
      'to' in choice ? { ...choice, toName: names.get(choice.to) } : choice,
    );
    const unset = chosen.filter(({ rule }) => rule.startsWith('unset'));
    return { followed: [...named, ...unset], mistakes };
  }

  async #keep({ run }: PlanState, choices: readonly PlanChoice[]): Promise<void> {
    if (choices.length > 0) await this.#deps.planChoices.save(run.tenantId, run.id, choices);
  }

  /** @throws NotFound, Conflict `restore-open` */
  async #complete(tenantId: TenantId, restoreId: RunId, done: string): Promise<RestoreRun> {
    const restore = await this.#deps.runs.getOf(restoreKind, tenantId, restoreId);
    if (restore.state === 'complete') return restore;
    const message = `Only a completed restore can be ${done}. Resume it first.`;
    throw new Conflict('restore-open', message);
  }

  /** Into the schema that a restore wrote to, with the rules that were chosen for it. */
  async #planNext(
    restore: RestoreRun,
    { backup, by, other }: { backup: Backup; by: Person; other: Partial<RestoreInput> },
  ): Promise<RestorePlanRun> {
    const { tenantId } = restore;
    const { schemaId: id, schemaName: name, schemaKey: key } = resultOf(restore);
    const { digest: _digest, planId, people: _people, fixes: _fixes, ...before } = restore.input;
    const { assets: _assets, site } = await this.destinations.open(tenantId, siteId(before.siteId));
    const schema = { kind: 'existing' as const, id, name, key };
    const occupies = site.roles.source
      ? await this.destinations.inCatalog(site, schema)
      : undefined;
    const chosen = planId ? await this.#chosenFor(tenantId, runId(planId)) : [...before.choices];
    return this.#queuePlan(backup, {
      input: { ...before, ...other, schema, occupies },
      by,
      chosen,
    });
  }

  /** The rules go into the plan, and are kept beside it with their names. */
  async #queuePlan(
    backup: Backup,
    { input, by, chosen }: { input: RestoreInput; by: Person; chosen: readonly PlanChoice[] },
  ): Promise<RestorePlanRun> {
    const planned = { ...input, choices: choicesFrom(chosen) };
    const wish = { kind: restorePlanKind, backup, input: planned, by };
    const run = await queueRestoreRun(this.#deps, wish);
    const named = chosen.filter(({ toName }) => toName !== undefined);
    if (named.length > 0) await this.#deps.planChoices.save(backup.tenantId, run.id, named);
    return run;
  }

  /** Nothing for a plan that does not exist any more. */
  async #chosenFor(tenantId: TenantId, planId: RunId): Promise<PlanChoice[]> {
    const state = await orAbsent(this.get(tenantId, planId));
    return state ? chosenFor(state) : [];
  }

  /** @throws NotFound for a backup that was deleted meanwhile */
  async #backupOf({
    tenantId,
    backupId,
  }: Pick<RestorePlanRun, 'tenantId' | 'backupId'>): Promise<Backup> {
    if (backupId === undefined) throw new NotFound();
    return getBackup(this.#deps.backups, tenantId, backupId);
  }
}

/** Whether the same is chosen there. */
const isAmong =
  (choices: Choices) =>
  (each: PlanChoice): boolean =>
    choices.some(
      (other) => choiceKey(other) === choiceKey(each) && sameChoices([other], choicesFrom([each])),
    );
