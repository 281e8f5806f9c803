import { NotFound } from '../../kernel/errors.ts';
import { asJson } from '../../kernel/json.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import type { Run, RunLease } from '../../runs/run.ts';
import {
  atDestination,
  pinnedBackup,
  unpinBackup,
  type RestoreDeps,
} from '../context/at-destination.ts';
import { readContext } from '../context/restore-context.ts';
import { restoreFacts } from '../restore-facts.ts';
import { inputOf, type RestoreInput } from '../restore-input.ts';
import { checkResult } from './check-result.ts';
import { checkSentence } from './check-sentence.ts';
import { readReportedObjects } from './reported-objects.ts';

/**
 * The run behind *Check the result*: reads the destination back and compares it with the backup
 * value by value, ids through the id map. Writes nothing.
 */
export class CheckRestore implements RunHandler {
  readonly kind = 'restore-check';
  readonly #deps: RestoreDeps;

  constructor(deps: RestoreDeps) {
    this.#deps = deps;
  }

  async work(lease: RunLease): Promise<RunOutcome> {
    const { run } = lease;
    const { tenantId, of: restoreId } = run;
    if (restoreId === undefined) throw new NotFound();
    const { restores, runs } = this.#deps;
    const input = intoRestored(inputOf(run), await runs.get(tenantId, restoreId));
    const backup = await pinnedBackup(this.#deps, run);
    return atDestination(this.#deps, { lease, input, backup }, async (open) => {
      const context = await readContext({ tenantId, runId: restoreId, input, restores, ...open });
      const reported = await readReportedObjects(restores, tenantId, restoreId);
      const facts = await checkResult({ context, input, reported, open });
      return { message: checkSentence(facts), result: asJson(facts) };
    });
  }

  async settle(run: Run): Promise<void> {
    await unpinBackup(this.#deps, run);
  }
}

/** The same input, with the schema that the restore has written to. */
function intoRestored(input: RestoreInput, restore: Run): RestoreInput {
  const { schemaId: id, schemaName: name, schemaKey: key } = restoreFacts(restore);
  return { ...input, schema: { kind: 'existing', id, name, key } };
}
