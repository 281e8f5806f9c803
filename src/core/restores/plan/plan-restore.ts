import type { JsonValue } from '../../kernel/json.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import type { Run, RunLease } from '../../runs/run.ts';
import {
  atDestination,
  pinnedBackup,
  unpinBackup,
  type RestoreDeps,
} from '../context/at-destination.ts';
import { compareExisting } from '../comparing/compare-existing.ts';
import { inputOf } from '../restore-input.ts';
import { readContext } from '../context/restore-context.ts';
import { closingEdges } from '../objects/closing-edges.ts';
import { attributeTargets } from '../values/value-maps.ts';
import { findConflicts } from './find-conflicts.ts';
import { makePlan } from './make-plan.ts';

/** The run that makes a plan: reads backup and destination, and writes nothing. */
export class PlanRestore implements RunHandler {
  readonly kind = 'restore-plan';
  readonly #deps: RestoreDeps;

  constructor(deps: RestoreDeps) {
    this.#deps = deps;
  }

  async work(lease: RunLease): Promise<RunOutcome> {
    const { run } = lease;
    const { people: _reviewed, ...input } = inputOf(run);
    const backup = await pinnedBackup(this.#deps, run);
    return atDestination(
      this.#deps,
      { lease, input, backup },
      async ({ target, reader, meter, pace }) => {
        const context = await readContext({
          tenantId: run.tenantId,
          runId: run.id,
          input,
          reader,
          target,
          restores: this.#deps.restores,
          meter,
          pace,
        });
        const { source, matches } = context;
        const attributes = attributeTargets(
          source.structure,
          matches.structure,
          (attribute) => `new ${attribute.id}`,
          {
            makesType: (id) =>
              source.structure.types.some((type) => type.id === id) &&
              !matches.structure.types.has(id),
            changesDefinitions: input.changeDefinitions,
          },
        );
        meter.set({ step: 'Comparing objects' });
        const { differences } = await compareExisting({
          context,
          reader,
          target,
          attributes,
          input,
          pace,
        });
        const closing = closingEdges(source.graph, (node) => matches.objects.has(node));
        meter.set({ step: 'Looking for values that would be refused' });
        const conflicts = await findConflicts({
          reader,
          context,
          closing,
          attributes,
          input,
          signal: pace.signal,
        });
        const objectTotal = await target.objectTotal(pace.signal).catch(() => undefined); // a figure beside the plan, not a reason to have none
        return {
          result: makePlan(context, input, {
            differing: differences.count,
            closing,
            backup,
            objectTotal,
            ...conflicts,
          }) as unknown as JsonValue,
        };
      },
    );
  }

  async settle(run: Run): Promise<void> {
    await unpinBackup(this.#deps, run);
  }
}
