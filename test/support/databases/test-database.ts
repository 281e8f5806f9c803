import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import type { Connection } from 'mongoose';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { startEmbeddedDatabase } from '../../../src/storage/embedded/start-embedded-database.ts';
import { dropDatabase } from './drop-database.ts';

/** The URIs of the run's database servers, as `scripts/test.ts` gives them. */
const sharedUris = (process.env['TEST_MONGODB_URIS'] ?? '').split(' ').filter((uri) => uri !== '');

/** One of the run's servers: by the file's name, since process ids may all be even. */
function findSharedUri(): string | undefined {
  const letters = Array.from(process.argv[1] ?? '', (letter) => letter.charCodeAt(0));
  const sum = letters.reduce((total, code) => total + code, 0);
  return sharedUris[sum % sharedUris.length];
}

/**
 * The URI of one of the run's database servers, the same for all of a file; starts one for this
 * file when the file is run alone.
 */
export async function testDatabaseUri(): Promise<string> {
  const shared = findSharedUri();
  if (shared) return shared;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'assets-backup-test-'));
  const database = await startEmbeddedDatabase({ dataDir, isThrowaway: true });
  // The server ends with this process.
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  return database.uri;
}

/**
 * A connection to a fresh database of its own, dropped and closed when the file's tests have ended.
 */
export async function testDatabase(): Promise<{
  uri: string;
  name: string;
  connection: Connection;
  open(): Promise<Connection>;
}> {
  const uri = await testDatabaseUri();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const opened: Connection[] = [];
  const open = async (): Promise<Connection> => {
    const connection = await connectDatabase(uri, name);
    opened.push(connection);
    return connection;
  };
  const connection = await open();
  after(async () => {
    await dropDatabase(connection);
    await Promise.all(opened.map((each) => each.close()));
  });
  return { uri, name, connection, open };
}
