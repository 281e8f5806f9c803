import assert from 'node:assert/strict';
import { test } from 'node:test';
import mongoose from 'mongoose';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, verify } from '../../../scripts/demo-steps.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';

/**
 * Commands and operators that MongoDB, Amazon DocumentDB and Azure Cosmos DB all have: what we use,
 * and nothing else.
 */
const COMMANDS = new Set([
  'hello',
  'ping',
  'find',
  'insert',
  'update',
  'delete',
  'findAndModify',
  'aggregate',
  'distinct',
  'count',
  'getMore',
  'killCursors',
  'endSessions',
  'create',
  'createIndexes',
  'listCollections',
  'listIndexes',
  'dropDatabase',
  'isMaster',
  'ismaster',
]);
const OPERATORS = new Set([
  '$set',
  '$unset',
  '$inc',
  '$setOnInsert',
  '$addToSet',
  '$pull',
  '$in',
  '$nin',
  '$ne',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$exists',
  '$not',
  '$or',
  '$and',
  '$regex',
  '$options',
  '$match',
  '$group',
  '$sum',
  '$sort',
  '$limit',
  '$push',
  '$each',
  '$slice',
  '$db',
  '$clusterTime',
  '$readPreference',
]);
const OWN_FIELDS = new Set(['documents']);

interface Sorted {
  database: string;
  collection: string;
  fields: string[];
}
const seen = {
  commands: new Set<string>(),
  operators: new Set<string>(),
  sorts: new Map<string, Sorted>(),
};

function collect(value: unknown): void {
  if (Array.isArray(value)) value.forEach(collect);
  else if (
    value !== null &&
    typeof value === 'object' &&
    Object.getPrototypeOf(value) === Object.prototype
  ) {
    for (const [name, inner] of Object.entries(value)) {
      if (name.startsWith('$')) seen.operators.add(name);
      if (!OWN_FIELDS.has(name)) collect(inner);
    }
  }
}

/** The driver sends what has an order as a map. */
const fieldsOf = (sort: object): string[] =>
  sort instanceof Map ? [...(sort as Map<string, unknown>).keys()] : Object.keys(sort);

function collectSorts(name: string, command: Record<string, unknown>): void {
  const pipeline = (command['pipeline'] ?? []) as { $sort?: object }[];
  for (const sort of [command['sort'] as object | undefined, ...pipeline.map(({ $sort }) => $sort)])
    if (sort) {
      const [database, collection] = [String(command['$db']), String(command[name])];
      const sorted = { database, collection, fields: fieldsOf(sort) };
      seen.sorts.set(JSON.stringify(sorted), sorted);
    }
}

const createConnection = mongoose.createConnection.bind(mongoose);
mongoose.createConnection = ((uri: string, options: object) => {
  const connection = createConnection(uri, { ...options, monitorCommands: true });
  void connection.asPromise().then((open) =>
    open.getClient().on('commandStarted', ({ commandName, command }) => {
      seen.commands.add(commandName);
      collect(command);
      collectSorts(commandName, command);
    }),
  );
  return connection;
}) as typeof mongoose.createConnection;

const { runningApp } = await import('../../support/running-app.ts');
const clock = new AdjustableClock();
const running = await runningApp({ clock });

test('the service uses only the commands and operators that every database we name has', async () => {
  const backup = await backUp(running.admin, running.schemas[0]!);
  await backUp(running.admin, running.schemas[0]!);
  await verify(running.admin, backup.backupId);
  for (const query of [
    'search=t&status=active&hideDeleted=on&sort=lastBackup&descending=true',
    'instance=x&location=cloud',
    'sort=instance',
  ])
    await running.admin.get(`/app/schemas?${query}`);
  await running.admin.post(`/app/backups/${backup.backupId}/description`, { description: 'x' });
  await running.admin.post(`/app/backups/${backup.backupId}/delete`, { name: 'Tiny' });
  await running.admin.get(
    `/app/schemas/${running.schemas[0]!.id}/backups?type=manual&from=2026-01-01&to=2027-01-01`,
  );
  await scheduleAndFire();
  assert.ok(
    seen.commands.has('find') && seen.commands.has('findAndModify') && seen.operators.has('$set'),
    'the listener hears',
  );
  assert.deepEqual(
    [...seen.commands].filter((name) => !COMMANDS.has(name)),
    [],
  );
  assert.deepEqual(
    [...seen.operators].filter((name) => !OPERATORS.has(name)),
    [],
  );
});

test('what is sorted is sorted by fields that stand next to each other in an index', async () => {
  assert.ok(seen.sorts.size > 5, 'the listener hears');
  const connection = await connectDatabase(running.uri, running.databases.service);
  try {
    for (const { database, collection, fields } of seen.sorts.values()) {
      const indexes = await connection.useDb(database).collection(collection).indexes();
      const isServed = indexes.some(({ key }) =>
        ` ${Object.keys(key).join(' ')} `.includes(` ${fields.join(' ')} `),
      );
      assert.ok(isServed, `${collection} by ${fields.join(', ')}`);
    }
  } finally {
    await connection.close();
  }
});

/**
 * Saves a schedule twice, and looks at the slot that came: what was queued, and deletes its backup.
 */
async function scheduleAndFire(): Promise<void> {
  const {
    admin,
    schemas: [{ id } = { id: '' }],
  } = running;
  for (const revision of ['0', '1'])
    assert.ok(
      'close-dialog' in
        (
          await admin.post(`/app/schemas/${id}/schedule`, {
            on: 'on',
            cron: `${revision} 2 * * *`,
            timeZone: 'UTC',
            revision,
          })
        ).events,
    );
  clock.ahead(86_400_000);
  const scheduled = await until(
    'the slot has come and its backup is listed',
    async () =>
      /<tr id="backup-(\w+)"/.exec(
        (await admin.get(`/app/schemas/${id}/backups?part=table&type=scheduled`)).html,
      )?.[1],
  );
  assert.match((await admin.get(`/app/schemas/${id}/schedule?page=1`)).html, /Complete/);
  assert.equal(
    (await admin.post(`/app/backups/${scheduled}/delete`, { name: 'Tiny' })).status,
    204,
  );
  await until('its slot says so', async () =>
    /The backup was deleted/.test((await admin.get(`/app/schemas/${id}/schedule`)).html)
      ? true
      : undefined,
  );
}
