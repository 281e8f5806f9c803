import assert from 'node:assert/strict';
import mongoose, { type Connection } from 'mongoose';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import type { RunningApp } from '../running-app.ts';

/**
 * Where texts stand in clear in what a service leaves behind: its databases, others that are named,
 * and its log. Each as a sentence; none: nothing is in clear.
 */
export async function findInClear(
  running: RunningApp,
  texts: Iterable<[string, string]>,
  others: Readonly<Record<string, Connection>> = {},
): Promise<string[]> {
  const open = (name: string): Promise<Connection> => connectDatabase(running.uri, name);
  const [service, storage] = [
    await open(running.databases.service),
    await open(running.databases.storage),
  ];
  const dumps: [string, Map<string, Buffer>][] = [
    ['service', await dump(service)],
    ['storage', await dump(storage)],
    ['log', new Map([['lines', Buffer.from(JSON.stringify(running.lines))]])],
  ];
  for (const [name, connection] of Object.entries(others))
    dumps.push([name, await dump(connection)]);
  await Promise.all([service.close(), storage.close()]);
  assert.ok(dumps.every(([name, found]) => found.size > 0 || assert.fail(`${name} is empty`)));
  return [...texts].flatMap(([what, text]) =>
    dumps.flatMap(([name, found]) =>
      [...found].flatMap(([collection, bytes]) =>
        formsOf(text).some((form) => bytes.includes(form))
          ? `${what} is in ${name}, ${collection}`
          : [],
      ),
    ),
  );
}

async function dump(connection: Connection): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const { name } of await connection.listCollections()) {
    const documents = await connection.collection(name).find({}).toArray();
    const bytes = documents.map((document) => Buffer.from(mongoose.mongo.BSON.serialize(document)));
    if (bytes.length > 0) found.set(name, Buffer.concat(bytes));
  }
  return found;
}

/** A text as it would stand in bytes: as it is, and as somebody might have packed it. */
const formsOf = (text: string): Buffer[] => [
  Buffer.from(text),
  Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '')),
  Buffer.from(Buffer.from(text).toString('hex')),
];
