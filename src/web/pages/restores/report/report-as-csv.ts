import type { RestoreLine } from '../../../../core/restores/report/restore-line.ts';
import { CSV_START, csvRow } from '../../../view/csv-row.ts';

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
