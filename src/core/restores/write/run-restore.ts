import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import { syncKind } from '../../catalog/catalog-sync.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { Refused } from '../../kernel/errors.ts';
import { runId, type RunId } from '../../kernel/ids.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import {
  atDestination,
  pinBackup,
  unpinBackup,
  type AtDestination,
  type RestoreDeps,
} from '../context/at-destination.ts';
import type { InterruptedAttempt } from '../context/context-request.ts';
import { readContext } from '../context/restore-context.ts';
import { restoreCheckKind } from '../check/restore-check-kind.ts';
import { verdictSentence } from '../report/verdict-of.ts';
import { restorePlanKind } from '../plan/restore-plan-kind.ts';
import type { RestoreCheckpoint } from '../restore-checkpoint.ts';
import type { RestoreFacts } from '../restore-facts.ts';
import type { RestoreInput } from '../restore-input.ts';
import { restoreKind, type RestoreRun } from '../restore-kind.ts';
import { RestoreAttempt, type RestoreLease } from './attempt/restore-attempt.ts';
import { DestinationHold } from './destination-hold.ts';
import { firstCheckpoint } from './first-checkpoint.ts';
import { RestoreWriter } from './restore-writer.ts';

export interface RunRestoreDeps extends RestoreDeps {
  catalog: CatalogStore;
  /**
   * After this long a request without an answer is no longer being executed, and after a write the
   * search may still not show it, ms.
   */
  settleMs: number;
  /** Whether a restore that is complete is checked without being asked. */
  checksAfterwards?: boolean | undefined;
}

const checkOf = (restoreId: RunId): RunId => runId(`${restoreId}-check`);

/** The plan that a restore makes again when the site has changed since the reviewed one. */
export const replanOf = (restoreId: RunId): RunId => runId(`${restoreId}-plan`);

/**
 * The run that restores a backup. Stopped, failed or killed at any point it continues from there;
 * nothing is made twice.
 */
export class RunRestore implements RunHandler<RestoreInput, RestoreCheckpoint, RestoreFacts> {
  readonly kind = restoreKind;
  readonly #deps: RunRestoreDeps;
  readonly #hold: DestinationHold;

  constructor(deps: RunRestoreDeps) {
    this.#deps = deps;
    this.#hold = new DestinationHold(deps);
  }

  async work(lease: RestoreLease): Promise<RunOutcome<RestoreFacts>> {
    const { run } = lease;
    const { input } = run;
    const backup = await pinBackup(this.#deps, run);
    await this.#hold.take(run);
    return atDestination(this.#deps, { lease, input, backup }, async (open) => {
      const attempt = await this.#begin(lease, open);
      const facts = await this.#write(attempt);
      await this.#syncCatalog(run);
      return { message: verdictSentence('complete', facts), result: facts };
    });
  }

  async settle(run: RestoreRun): Promise<void> {
    await unpinBackup(this.#deps, run);
    await this.#hold.release(run);
    if (this.#deps.checksAfterwards) await this.#check(run);
  }

  /** Reads back what was written. Repeatable. */
  async #check({
    id,
    tenantId,
    backupId,
    catalogId,
    input,
    requestedBy,
  }: RestoreRun): Promise<void> {
    const { runs } = this.#deps;
    const { state } = await runs.get(tenantId, id);
    if (state !== 'complete') return;
    await runs.enqueue({
      id: checkOf(id),
      tenantId,
      kind: restoreCheckKind,
      of: id,
      backupId,
      catalogId,
      input,
      trigger: 'manual',
      requestedBy,
    });
  }

  /**
   * Reads backup and destination, and saves what is going to be made. @throws Refused
   * `plan-changed`
   */
  async #begin(lease: RestoreLease, open: AtDestination): Promise<RestoreAttempt> {
    const { clock, restores, settleMs } = this.#deps;
    const { run } = lease;
    const { id: runId, tenantId, input, checkpoint: before } = run;
    const interrupted = before && (await this.#interrupted(lease, before, open.target));
    const context = await readContext({ tenantId, runId, input, restores, interrupted, ...open });
    if (!before && input.digest !== context.digest) await this.#planAgain(run);
    const checkpoint = before ?? firstCheckpoint(context, input);
    await lease.checkpoint(checkpoint);
    return new RestoreAttempt({
      context,
      input,
      ...open,
      restores,
      clock,
      settleMs,
      lease,
      checkpoint,
      unsettledIds: interrupted?.unsettledIds,
      holdSchema: (schemaId) => this.#hold.takeMade(run, schemaId),
    });
  }

  async #interrupted(
    { run, signal }: RestoreLease,
    { schemaId, makesSchema, baseline }: RestoreCheckpoint,
    target: AssetsDestination,
  ): Promise<InterruptedAttempt> {
    const { schema } = run.input;
    const unsettledIds = new Set(await this.#deps.restores.unsettled(run.tenantId, run.id));
    const isMade = schema.kind === 'new' && makesSchema;
    const madeId = isMade ? (schemaId ?? (await findSchema(target, schema, signal))) : undefined;
    return { schemaId: madeId, unsettledIds, baseline };
  }

  async #write(attempt: RestoreAttempt): Promise<RestoreFacts> {
    try {
      return await new RestoreWriter(attempt).write();
    } catch (error) {
      await attempt.saveCounts();
      if (await attempt.isThingGone(error)) throw partGone(error);
      throw error;
    }
  }

  /** Lists a new schema of the tenant's own site in the grid. Repeatable. */
  async #syncCatalog({ id, tenantId, requestedBy, input }: RestoreRun): Promise<void> {
    if (input.place.targetName !== undefined) return;
    await this.#deps.runs.enqueue({
      id: runId(`${id}-sync`),
      tenantId,
      kind: syncKind,
      input: undefined,
      trigger: 'manual',
      requestedBy,
    });
  }

  /** @throws Refused `plan-changed` */
  async #planAgain(run: RestoreRun): Promise<never> {
    const { tenantId, id, backupId, catalogId, requestedBy } = run;
    const { digest: _digest, planId: _planId, ...input } = run.input;
    await this.#deps.runs.enqueue({
      id: replanOf(id),
      tenantId,
      kind: restorePlanKind,
      backupId,
      catalogId,
      input,
      trigger: 'manual',
      requestedBy,
    });
    throw new Refused(
      'plan-changed',
      'The destination changed after the plan was made. Nothing was written. Review the new plan, then restore.',
    );
  }
}

const partGone = (cause: unknown): Refused =>
  new Refused(
    'part-gone',
    'Part of this schema, such as an object type, was deleted from Assets during this restore. Restore the backup again into the schema: what is missing is made again.',
    { cause },
  );

/** The schema that an interrupted attempt has made without knowing it. */
async function findSchema(
  target: AssetsDestination,
  { name, key }: { name: string; key: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const { schemas } = await target.schemas(signal);
  return schemas.find((each) => each.key === key && each.name === name)?.id;
}
