import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import mongoose from 'mongoose';
import { startEmbeddedDatabase } from '../../../src/storage/embedded/start-embedded-database.ts';

/** A user of a database server, known to one of its databases. */
export interface DatabaseUser {
  name: string;
  password: string;
  knownTo: string;
  role: { role: string; db: string };
}

/** A server of its own that lets nobody in but these; returns its `host:port`. */
export async function databaseWithUsers(users: readonly DatabaseUser[]): Promise<string> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'database-with-users-'));
  const open = await startEmbeddedDatabase({ dataDir });
  const connection = await mongoose.createConnection(open.uri).asPromise();
  for (const { name, password, knownTo, role } of users)
    await connection
      .getClient()
      .db(knownTo)
      .command({ createUser: name, pwd: password, roles: [role] });
  await connection.close();
  await open.stop();
  const server = await startEmbeddedDatabase({ dataDir, asksForUser: true });
  after(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return new URL(server.uri).host;
}
