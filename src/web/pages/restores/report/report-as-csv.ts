import type { IssueLine } from '../../../../core/restores/report/issue-line.ts';
import type { RestoreLine } from '../../../../core/restores/report/restore-line.ts';
import { CSV_START, csvRow } from '../../../view/formats/csv-row.ts';

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

/** A line for each object, then one for each issue, whose type is *Issue*. */
export async function* reportAsCsv(
  lines: AsyncIterable<RestoreLine>,
  issues: AsyncIterable<IssueLine>,
): AsyncIterable<string> {
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
  for await (const { outcome, issueId, key, summary, fields, reason = '' } of issues)
    yield csvRow([
      outcome,
      issueId,
      key,
      issueId,
      key,
      summary,
      'Issue',
      reason,
      fields.join('; '),
    ]);
}
