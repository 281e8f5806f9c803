import { syncKind } from '../../catalog/catalog-sync.ts';
import { occupySchema } from '../../catalog/occupy-schema.ts';
import type { CatalogStore } from '../../catalog/catalog.ts';
import { orAbsent, Refused } from '../../kernel/errors.ts';
import { catalogId, runId, type RunId } from '../../kernel/ids.ts';
import { newRunId } from '../../runs/new-run-id.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import type { RunLease } from '../../runs/run-lease.ts';
import { isOpen } from '../../runs/run.ts';
import {
  atDestination,
  pinnedBackup,
  unpinBackup,
  type RestoreDeps,
} from '../context/at-destination.ts';
import { restorePlanKind } from '../plan/restore-plan-kind.ts';
import type { RestoreFacts } from '../restore-facts.ts';
import type { RestoreInput } from '../restore-input.ts';
import { restoreKind, type RestoreRun } from '../restore-kind.ts';
import { readContext, type RestoreContext } from '../context/restore-context.ts';
import { originalKeyName } from '../structure/original-key-types.ts';
import { RestoreAttempt } from './restore-attempt.ts';
import type { RestoreCheckpoint } from '../restore-checkpoint.ts';

export interface RunRestoreDeps extends RestoreDeps {
  catalog: CatalogStore;
  /** After this long a request without an answer is no longer being executed, and after a write the search may still not show it, ms. */
  settleMs: number;
}

/** The plan that a restore makes anew when the site has changed since the reviewed one. */
export const replanOf = (restoreId: RunId): RunId => runId(`${restoreId}-plan`);
/** Names the schema that a restore writes to: one restore at a time. */
const placeOf = ({ place, schema }: RestoreInput): string =>
  `${place.siteKey}:${schema.kind === 'existing' ? schema.id : `new ${schema.key}`}`;
const madePlaceOf = ({ place }: RestoreInput, schemaId: string): string =>
  `${place.siteKey}:${schemaId}`;

/** The run that restores a backup. Stopped, failed or killed at any point it goes on from there; nothing is made twice. */
export class RunRestore implements RunHandler<RestoreInput, RestoreCheckpoint, RestoreFacts> {
  readonly kind = restoreKind;
  readonly #deps: RunRestoreDeps;

  constructor(deps: RunRestoreDeps) {
    this.#deps = deps;
  }

  async work(
    lease: RunLease<RestoreInput, RestoreCheckpoint, RestoreFacts>,
  ): Promise<RunOutcome<RestoreFacts>> {
    const { runs, restores } = this.#deps;
    const { run, signal } = lease;
    const { input } = run;
    const backup = await pinnedBackup(this.#deps, run);
    await this.#claim(run, input);
    return atDestination(
      this.#deps,
      { lease, input, backup },
      async ({ target, reader, meter, pace }) => {
        const before = run.checkpoint;
        const unsettledIds = new Set(before ? await restores.unsettled(run.tenantId, run.id) : []);
        const madeSchemaId =
          before?.schemaId ??
          (before?.makesSchema
            ? (await target.schemas(signal)).schemas.find(
                (schema) => schema.key === input.schema.key && schema.name === input.schema.name,
              )?.id
            : undefined);
        const context = await readContext({
          tenantId: run.tenantId,
          runId: run.id,
          input,
          reader,
          target,
          restores,
          meter,
          pace,
          interrupted: before && {
            schemaId: input.schema.kind === 'new' ? madeSchemaId : undefined,
            unsettledIds,
            baseline: before.baseline,
          },
        });
        if (!before && input.digest !== context.digest) await this.#planAgain(run, input);
        const checkpoint = before ?? firstCheckpoint(context, input);
        await lease.checkpoint(checkpoint);
        const attempt = new RestoreAttempt({
          deps: this.#deps,
          lease,
          input,
          context,
          target,
          reader,
          checkpoint,
          unsettled: before && unsettledIds,
          meter,
          pace,
          made: (schemaId) => this.#hold(run, madePlaceOf(input, schemaId)),
        });
        const outcome = await attempt.run().catch(async (error: unknown) => {
          await lease.checkpoint(checkpoint).catch(() => undefined); // what was counted so far; why it ended is told by the first error
          throw error;
        });
        if (input.place.targetName === undefined)
          await runs.enqueue({
            id: newRunId(),
            tenantId: run.tenantId,
            kind: syncKind,
            input: undefined,
            trigger: 'manual',
            requestedBy: run.requestedBy,
          });
        return outcome;
      },
    );
  }

  async settle(run: RestoreRun): Promise<void> {
    const { restores, catalog } = this.#deps;
    await unpinBackup(this.#deps, run);
    const { input } = run;
    await restores.release(placeOf(input), run.id);
    if (input.occupies) await catalog.vacate(run.tenantId, catalogId(input.occupies), run.id);
    const made = run.checkpoint?.schemaId;
    if (made !== undefined) await restores.release(madePlaceOf(input, made), run.id);
  }

  /** One restore writes to a schema at a time, and no backup reads it meanwhile. @throws Refused `target-occupied` */
  async #claim(run: RestoreRun, input: RestoreInput): Promise<void> {
    await this.#hold(run, placeOf(input));
    if (
      input.occupies &&
      !(await occupySchema(this.#deps, run.tenantId, catalogId(input.occupies), run.id))
    )
      throw new Refused(
        'target-occupied',
        'A backup of the schema to write to is queued or running. Wait for its end or stop it, then let this restore go on.',
      );
  }

  /** @throws Refused `target-occupied` */
  async #hold(run: RestoreRun, place: string): Promise<void> {
    const { restores, runs } = this.#deps;
    const { taken, holder } = await restores.claim(place, run.tenantId, run.id);
    if (taken) return;
    const other = await orAbsent(runs.get(holder.tenantId, holder.runId));
    if (
      (other && isOpen(other)) ||
      !(await restores.takeOver(place, holder.runId, run.tenantId, run.id))
    )
      throw new Refused(
        'target-occupied',
        'Another restore writes to this schema. Wait for its end or stop it, then let this one go on.',
      );
  }

  /** @throws Refused `plan-changed` */
  async #planAgain(
    { tenantId, id, backupId, catalogId: of, requestedBy }: RestoreRun,
    { digest: _digest, planId: _planId, ...input }: RestoreInput,
  ): Promise<never> {
    await this.#deps.runs.enqueue({
      id: replanOf(id),
      tenantId,
      kind: restorePlanKind,
      backupId,
      catalogId: of,
      input,
      trigger: 'manual',
      requestedBy,
    });
    throw new Refused(
      'plan-changed',
      'The destination has changed since the plan was made. Nothing was written. A new plan is being made: look at it, and run that one.',
    );
  }
}

function firstCheckpoint(
  { source: { structure: source }, destination: { census }, matches }: RestoreContext,
  input: RestoreInput,
): RestoreCheckpoint {
  const match = matches.structure;
  const attributes = source.attributes
    .filter((attribute) => !attribute.system && !match.attributes.has(attribute.id))
    .map((attribute) => attribute.id);
  const baseline = Math.max(0, ...[...census.values()].map((seen) => seen.ids.at(-1) ?? 0));
  return {
    makesSchema: input.schema.kind === 'new',
    types: source.types.filter((type) => !match.types.has(type.id)).map((type) => type.id),
    attributes,
    keyName: originalKeyName(source),
    baseline,
    writes: 0,
    objectWrites: 0,
    notes: [],
    ...(input.schema.kind === 'existing' ? { schemaId: input.schema.id } : {}),
  };
}
