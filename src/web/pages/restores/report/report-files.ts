import type { Run } from '../../../../core/runs/run.ts';
import type { RestoreLine } from '../../../../core/restores/report/restore-lines.ts';
import type { RestoreInput } from '../../../../core/restores/restore-input.ts';
import { CSV_START, csvRow } from '../../../view/csv.ts';
import { destinationWords } from '../restore-words.ts';

const COLUMNS = [
  'outcome',
  'old id',
  'old key',
  'new id',
  'new key',
  'label',
  'object type',
  'reason',
  'values left out',
];

export async function* reportAsCsv(lines: AsyncIterable<RestoreLine>): AsyncIterable<string> {
  yield CSV_START + csvRow(COLUMNS);
  for await (const {
    outcome,
    sourceId,
    sourceKey,
    targetId = '',
    targetKey = '',
    label,
    typeName,
    reason = '',
    leftOut = [],
  } of lines) {
    yield csvRow([
      outcome,
      sourceId,
      sourceKey,
      targetId,
      targetKey,
      label,
      typeName,
      reason,
      leftOut
        .map(({ attribute, value, reason: why }) => `${attribute}: ${value} (${why})`)
        .join('; '),
    ]);
  }
}

/** One document: what was restored, and a line for each object. */
export async function* reportAsJson(
  run: Run,
  input: RestoreInput,
  lines: AsyncIterable<RestoreLine>,
): AsyncIterable<string> {
  const { id, state, backupId, requestedBy, queuedAt, startedAt, endedAt, message, result } = run;
  const {
    place,
    schema,
    typeIds,
    existing,
    clearEmpty,
    keepOriginalKey,
    changeDefinitions,
    choices,
  } = input;
  const restore = {
    id,
    state,
    backupId,
    requestedBy: requestedBy.name,
    queuedAt,
    startedAt,
    endedAt,
    message,
    to: destinationWords(place),
    schema,
    options: { typeIds, existing, clearEmpty, keepOriginalKey, changeDefinitions, choices },
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
