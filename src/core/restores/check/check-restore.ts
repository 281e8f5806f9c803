import { NotFound } from '../../kernel/errors.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import { resultOf } from '../../runs/run-fields.ts';
import type { RunLease } from '../../runs/run-lease.ts';
import {
  atDestination,
  pinBackup,
  unpinBackup,
  type RestoreDeps,
} from '../context/at-destination.ts';
import { readContext } from '../context/restore-context.ts';
import type { CheckFacts, RestoreFacts } from '../restore-facts.ts';
import type { RestoreInput } from '../restore-input.ts';
import { restoreKind } from '../restore-kind.ts';
import { restoreCheckKind, type RestoreCheckRun } from './restore-check-kind.ts';
import { checkIssues } from './parts/check-issues.ts';
import { checkResult } from './check-result.ts';
import { checkSentence } from './check-sentence.ts';
import { readReportedObjects } from './objects/reported-objects.ts';

/**
 * The run behind *Check the result*: reads the destination back and compares it with the backup
 * value by value, ids through the id map. Writes nothing.
 */
export class CheckRestore implements RunHandler<RestoreInput, undefined, CheckFacts> {
  readonly kind = restoreCheckKind;
  readonly #deps: RestoreDeps;

  constructor(deps: RestoreDeps) {
    this.#deps = deps;
  }

  async work(
    lease: RunLease<RestoreInput, undefined, CheckFacts>,
  ): Promise<RunOutcome<CheckFacts>> {
    const { run } = lease;
    const { tenantId, of: restoreId } = run;
    if (restoreId === undefined) throw new NotFound();
    const { restores, runs } = this.#deps;
    const restore = await runs.getOf(restoreKind, tenantId, restoreId);
    const input = intoRestored(run.input, resultOf(restore));
    const backup = await pinBackup(this.#deps, run);
    const opening = { lease, input, backup, comparesArchive: true };
    return atDestination(this.#deps, opening, async (open) => {
      const context = await readContext({ tenantId, runId: restoreId, input, restores, ...open });
      const reported = await readReportedObjects(restores, tenantId, restoreId);
      const objects = await checkResult({ context, input, reported, open });
      const issues = await checkIssues(context, input, open, { restores, tenantId, restoreId });
      const facts = issues ? { ...objects, issues } : objects;
      return { message: checkSentence(facts), result: facts };
    });
  }

  async settle(run: RestoreCheckRun): Promise<void> {
    await unpinBackup(this.#deps, run);
  }
}

/** The same input, with the schema that the restore has written to. */
function intoRestored(
  input: RestoreInput,
  { schemaId: id, schemaName: name, schemaKey: key }: RestoreFacts,
): RestoreInput {
  return { ...input, schema: { kind: 'existing', id, name, key } };
}
