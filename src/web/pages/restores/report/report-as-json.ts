import type { Run } from '../../../../core/runs/run.ts';
import type { RestoreLine } from '../../../../core/restores/report/restore-line.ts';
import type { RestoreInput } from '../../../../core/restores/restore-input.ts';
import { destinationWords } from '../destination-words.ts';

/** One document: what was restored, and a line for each object. */
export async function* reportAsJson(
  run: Run,
  input: RestoreInput,
  lines: AsyncIterable<RestoreLine>,
): AsyncIterable<string> {
  const { id, state, backupId, requestedBy, startedAt, endedAt, message, result } = run;
  const { queuedAt, firstQueuedAt } = run;
  const {
    place,
    schema,
    typeIds,
    existing,
    clearEmpty,
    keepOriginalKey,
    changeDefinitions,
    roles,
    comments,
    choices,
  } = input;
  const restore = {
    id,
    state,
    backupId,
    requestedBy: requestedBy.name,
    queuedAt: firstQueuedAt ?? queuedAt,
    ...(firstQueuedAt ? { resumedAt: queuedAt } : {}),
    startedAt,
    endedAt,
    message,
    to: destinationWords(place),
    schema,
    options: {
      typeIds,
      existing,
      clearEmpty,
      keepOriginalKey,
      changeDefinitions,
      roles,
      comments,
      choices,
    },
    result,
  };
  yield `{"restore":${JSON.stringify(restore)},\n"objects":[`;
  let between = '\n';
  for await (const line of lines) {
    yield between + JSON.stringify(line);
    between = ',\n';
  }
  yield '\n]}\n';
}
