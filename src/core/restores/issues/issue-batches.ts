import type { Issue } from '../../assets/model/issue.ts';
import { StoredIssue } from '../../backups/parts/issues/issue-record.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';

/** How many Jira returns at once. */
const BATCH = 100;

/** The issues of a backup, a hundred at a time; none where it has no such part. */
export async function* issueBatches(
  reader: BackupReader,
  signal: AbortSignal,
): AsyncGenerator<Issue[], void, undefined> {
  let batch: Issue[] = [];
  for await (const { body } of reader.records({ kind: 'issue', signal })) {
    batch.push(StoredIssue.parse(body));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** How many issues a backup has. */
export async function countIssues(reader: BackupReader): Promise<number> {
  const { counts } = await reader.header();
  if (counts['issue'] !== undefined) return counts['issue'];
  return (await reader.entries({ kind: 'issue', limit: 0 })).total;
}
