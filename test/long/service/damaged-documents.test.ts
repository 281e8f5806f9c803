import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Connection } from 'mongoose';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { until } from '../../../scripts/admin-session.ts';
import { switchOn } from '../../../scripts/demo-steps.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { everyPage, type ShownPage } from '../../support/pages/every-page.ts';
import { runningApp } from '../../support/running-app.ts';
import { NO_LIMITS } from '../../support/sites/no-limits.ts';

type Stored = Record<string, unknown> & { _id: unknown };

/** What stands in a field of a document that somebody changed by hand. */
const ODD: unknown[] = ['text', null];
/** Whose a document is, by which it is found: without them it is another one's. */
const IDENTITY = new Set(['_id', 'tenantId']);

const other = await startSimulator({ seed: 'other', settings: NO_LIMITS });
after(() => other.close());
const running = await runningApp({ settings: { PRETEND_SITE_ADDRESSES: other.url } });
const schema = running.schemas[0]!;
const pages: ShownPage[] = [
  ...(await everyPage({ running, other, schema })).filter(({ isDialog }) => !isDialog),
  { name: 'Settings', path: '/app/settings' },
  { name: 'the list of schemas', path: '/app/schemas' },
  { name: 'retention', path: `/app/schemas/${schema.id}/retention` },
];
await switchOn(running.admin, schema, { backUpNow: false });
const service = await connectDatabase(running.uri, running.databases.service);
after(() => service.close());

/** One document of each kind of each collection, as they are. */
async function samplesOf(connection: Connection): Promise<[string, Stored][]> {
  const samples: [string, Stored][] = [];
  for (const { name } of await connection.db!.listCollections().toArray()) {
    const documents = (await connection.db!.collection(name).find({}).toArray()) as Stored[];
    const kinds = Map.groupBy(documents, ({ kind, state }) => `${String(kind)} ${String(state)}`);
    for (const [first] of kinds.values()) if (first) samples.push([name, first]);
  }
  return samples;
}

/** Each of their fields with something odd in it, one after the other; as it was afterwards. */
async function* changes(connection: Connection): AsyncGenerator<string> {
  for (const [name, document] of await samplesOf(connection)) {
    const fields = Object.keys(document).filter((field) => !IDENTITY.has(field));
    const collection = connection.db!.collection(name);
    const _id = document._id as never;
    for (const [field, odd] of fields.flatMap((each) => ODD.map((odd) => [each, odd] as const))) {
      await collection.updateOne({ _id }, { $set: { [field]: odd } });
      yield `${name}.${field} = ${JSON.stringify(odd)}`;
      await collection.replaceOne({ _id }, document);
    }
  }
}

/** Which pages fail as a bug does. */
async function failingPages(): Promise<string[]> {
  const { admin } = running;
  const answers = pages.map(async ({ name, path, form }) => {
    const { status } = form ? await admin.post(path, form) : await admin.get(path);
    return status >= 500 && status !== 503 ? [`${name} (${status})`] : [];
  });
  return (await Promise.all(answers)).flat();
}

const bugs = () => running.lines.filter(({ level }) => level === 'error');

test('a document that was changed in the database makes no page fail, and no work stop', async () => {
  await until('all is done', async () => {
    const isOpen = { state: { $in: ['queued', 'running'] } };
    const open = await service.db!.collection('runs').countDocuments(isOpen);
    return open === 0 ? true : undefined;
  });
  assert.deepEqual(await failingPages(), [], 'before anything is changed');
  const failed: string[] = [];
  let changed = 0;
  for await (const change of changes(service)) {
    changed += 1;
    const before = bugs().length;
    for (const page of await failingPages()) failed.push(`${change}: ${page}`);
    for (const { message, fields } of bugs().slice(before))
      failed.push(`${change}: ${message} ${JSON.stringify(fields).slice(0, 300)}`);
  }
  assert.deepEqual(failed, []);
  assert.ok(changed > 300, `${changed} changes`);
});
