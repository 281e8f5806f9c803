import type { Run } from '../../../../core/runs/run.ts';
import type { IssueLine } from '../../../../core/restores/report/issue-line.ts';
import type { RestoreLine } from '../../../../core/restores/report/restore-line.ts';
import type { RestoreInput } from '../../../../core/restores/restore-input.ts';
import { pickRestoreOptions } from '../../../../core/restores/restore-options.ts';
import { destinationWords } from '../destination/destination-words.ts';

/** One document: what was restored, a line for each object, and one for each issue. */
export async function* reportAsJson(
  run: Run,
  input: RestoreInput,
  { lines, issues }: { lines: AsyncIterable<RestoreLine>; issues: AsyncIterable<IssueLine> },
): AsyncIterable<string> {
  const { id, state, backupId, requestedBy, startedAt, endedAt, message, result } = run;
  const { queuedAt, firstQueuedAt } = run;
  const { place, schema, choices } = input;
  const restore = {
    id,
    state,
    backupId,
    requestedBy: requestedBy.name,
    queuedAt: firstQueuedAt ?? queuedAt,
    resumedAt: firstQueuedAt && queuedAt,
    startedAt,
    endedAt,
    message,
    to: destinationWords(place),
    schema,
    options: { ...pickRestoreOptions(input), choices },
    result,
  };
  yield `{"restore":${JSON.stringify(restore)},\n"objects":[`;
  yield* listed(lines);
  yield '\n],\n"issues":[';
  yield* listed(issues);
  yield '\n]}\n';
}

async function* listed(lines: AsyncIterable<object>): AsyncIterable<string> {
  let between = '\n';
  for await (const line of lines) {
    yield between + JSON.stringify(line);
    between = ',\n';
  }
}
