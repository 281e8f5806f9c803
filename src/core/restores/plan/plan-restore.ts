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
import { openSite } from '../context/restore-site.ts';
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
        const site = await openSite({
          tenantId: run.tenantId,
          runId: run.id,
          input,
          reader,
          target,
          restores: this.#deps.restores,
          meter,
          pace,
        });
        const attributes = attributeTargets(site, (attribute) => `new ${attribute.id}`, {
          makesType: (id) =>
            site.source.types.some((type) => type.id === id) && !site.match.types.has(id),
          changesDefinitions: input.changeDefinitions,
        });
        meter.set({ step: 'Comparing objects' });
        await compareExisting({ site, reader, target, attributes, input, pace });
        meter.set({ step: 'Looking for values that would be refused' });
        const conflicts = await findConflicts({
          reader,
          site,
          attributes,
          input,
          signal: pace.signal,
        });
        const objectTotal = await target.objectTotal(pace.signal).catch(() => undefined); // a figure beside the plan, not a reason to have none
        return {
          result: makePlan(site, input, {
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
