import assert from 'node:assert/strict';
import { test } from 'node:test';
import mongoose from 'mongoose';
import { backUp, verify } from '../../scripts/demo-steps.ts';

/** Commands and operators that MongoDB, Amazon DocumentDB and Azure Cosmos DB all have: what we use, and nothing else. */
const COMMANDS = new Set(['hello', 'ping', 'find', 'insert', 'update', 'delete', 'findAndModify', 'aggregate', 'distinct', 'count', 'getMore', 'killCursors', 'endSessions', 'create', 'createIndexes', 'listCollections', 'listIndexes', 'dropDatabase', 'isMaster', 'ismaster']);
const OPERATORS = new Set(['$set', '$unset', '$inc', '$setOnInsert', '$addToSet', '$pull', '$in', '$nin', '$ne', '$gt', '$gte', '$lt', '$lte', '$exists', '$or', '$and', '$regex', '$options', '$match', '$group', '$sum', '$sort', '$push', '$each', '$slice', '$db', '$clusterTime', '$readPreference']);
const OWN_FIELDS = new Set(['documents']);

const seen = { commands: new Set<string>(), operators: new Set<string>() };

function collect(value: unknown): void {
  if (Array.isArray(value)) value.forEach(collect);
  else if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    for (const [name, inner] of Object.entries(value)) {
      if (name.startsWith('$')) seen.operators.add(name);
      if (!OWN_FIELDS.has(name)) collect(inner);
    }
  }
}

const createConnection = mongoose.createConnection.bind(mongoose);
mongoose.createConnection = ((uri: string, options: object) => {
  const connection = createConnection(uri, { ...options, monitorCommands: true });
  void connection.asPromise().then((open) => open.getClient().on('commandStarted', ({ commandName, command }: { commandName: string; command: object }) => { seen.commands.add(commandName); collect(command); }));
  return connection;
}) as typeof mongoose.createConnection;

const { runningApp } = await import('../support/running-app.ts');
const running = await runningApp();

test('the service uses only the commands and operators that every database we name has', async () => {
  const backup = await backUp(running.admin, running.schemas[0]!);
  await backUp(running.admin, running.schemas[0]!);
  await verify(running.admin, backup.backupId);
  for (const query of ['search=t&status=active&hideDeleted=on&sort=lastBackup&descending=true', 'instance=x&location=cloud', 'sort=instance']) await running.admin.get(`/app/schemas?${query}`);
  await running.admin.post(`/app/backups/${backup.backupId}/description`, { description: 'x' });
  await running.admin.post(`/app/backups/${backup.backupId}/delete`, { name: 'Tiny' });
  await running.admin.get(`/app/schemas/${running.schemas[0]!.id}/backups?type=manual&from=2026-01-01&to=2027-01-01`);
  assert.ok(seen.commands.has('find') && seen.commands.has('findAndModify') && seen.operators.has('$set'), 'the listener hears');
  assert.deepEqual([...seen.commands].filter((name) => !COMMANDS.has(name)), []);
  assert.deepEqual([...seen.operators].filter((name) => !OPERATORS.has(name)), []);
});
