import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import type { Connection } from 'mongoose';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import { startEmbeddedDatabase } from '../../src/storage/embedded/start-embedded-database.ts';

/** The URI of the run's database server; starts one for this file when the file is run alone. */
export async function testDatabaseUri(): Promise<string> {
  const shared = process.env['TEST_MONGODB_URI'];
  if (shared) return shared;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'assets-backup-test-'));
  const database = await startEmbeddedDatabase({ dataDir });
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
    await connection.dropDatabase();
    await Promise.all(opened.map((each) => each.close()));
  });
  return { uri, name, connection, open };
}
