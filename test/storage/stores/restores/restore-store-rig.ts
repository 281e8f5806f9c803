import { beforeEach } from 'node:test';
import type { Connection } from 'mongoose';
import { runId, tenantId, type RunId } from '../../../../src/core/kernel/ids.ts';
import type { IssueLine } from '../../../../src/core/restores/report/issue-line.ts';
import type {
  RestoreLine,
  RestoreRoute,
} from '../../../../src/core/restores/report/restore-line.ts';
import { ensureIndexes } from '../../../../src/storage/ensure-indexes.ts';
import type { SecretBox } from '../../../../src/storage/sealing/secret-box.ts';
import { MongoRestoreStore } from '../../../../src/storage/stores/restores/mongo-restore-store.ts';
import { testDatabase } from '../../../support/databases/test-database.ts';
import { testSecrets } from '../../../support/test-secrets.ts';

export const [alice, bob] = [tenantId('alice'), tenantId('bob')];
export const COLLECTIONS = [
  'restore_lines',
  'restore_line_blocks',
  'restore_issues',
  'restore_issue_blocks',
  'restore_intents',
  'restore_types',
  'restore_places',
];
export const run = (name: string): RunId => runId(name);
export const route = (more: Partial<RestoreRoute> = {}): RestoreRoute => ({
  tenantId: alice,
  runId: run('r1'),
  fence: 1,
  sourceWorkspace: 'from',
  targetWorkspace: 'to',
  targetSchemaId: '7',
  ...more,
});
export const line = (sourceId: string, more: Partial<RestoreLine> = {}): RestoreLine => ({
  sourceId,
  sourceKey: `OLD-${sourceId}`,
  label: `Object ${sourceId}`,
  typeName: 'Laptop',
  outcome: 'created',
  targetId: `9${sourceId}`,
  targetKey: `NEW-${sourceId}`,
  ...more,
});

export const issueLine = (issueId: string, more: Partial<IssueLine> = {}): IssueLine => ({
  issueId,
  key: `HELP-${issueId}`,
  summary: `Issue ${issueId}`,
  outcome: 'set',
  fields: ['Assets'],
  ...more,
});

export async function gathered<T>(many: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of many) all.push(one);
  return all;
}

/** A store in a database of this file's own, empty at the beginning of each test. */
export async function restoreStoreRig(): Promise<{
  connection: Connection;
  secrets: SecretBox;
  store: MongoRestoreStore;
}> {
  const { connection } = await testDatabase();
  const secrets = testSecrets(connection);
  await ensureIndexes(connection);
  beforeEach(async () => {
    for (const name of COLLECTIONS) await connection.collection(name).deleteMany({});
  });
  return { connection, secrets, store: new MongoRestoreStore(connection, secrets) };
}
