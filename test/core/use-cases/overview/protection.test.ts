import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CatalogSchema } from '../../../../src/core/catalog/catalog-store.ts';
import { Conflict } from '../../../../src/core/kernel/errors.ts';
import { catalogId, siteId, tenantId } from '../../../../src/core/kernel/ids.ts';
import { Protection } from '../../../../src/core/use-cases/overview/protection.ts';

const alice = tenantId('alice');
const by = { accountId: '1', name: 'Alice' };
const names = Array.from({ length: 20 }, (_none, at) => `Schema ${String(at).padStart(2, '0')}`);
const schemas = names.map((name) => ({ id: catalogId(name), name }) as CatalogSchema);
const ids = schemas.map(({ id }) => id);

/** `request` backs one up. */
const protectionWith = (request: (id: string) => Promise<void>): Protection =>
  new Protection({
    catalog: { listed: async () => schemas },
    schedules: { find: async () => [] },
    backups: { request: async (_tenant: string, id: string) => request(id) },
  } as never);

test('a command for many schemas deals with a few at a time, and tells of each in their order', async () => {
  let inHand = 0;
  let most = 0;
  const outcome = await protectionWith(async (id) => {
    inHand += 1;
    most = Math.max(most, inHand);
    // The later ones are answered first.
    await new Promise((resolve) => setTimeout(resolve, 20 - Number(id.slice(-2))));
    inHand -= 1;
    if (id.endsWith('3')) throw new Conflict('no-connection', `Not ${id}.`);
  }).backUp(alice, ids.toReversed(), { by });
  assert.equal(most, 8);
  assert.deepEqual(
    outcome.done.map(({ name }) => name),
    names.filter((name) => !name.endsWith('3')),
  );
  assert.deepEqual(
    outcome.refused.map(({ schema, why }) => [schema.name, why]),
    [
      ['Schema 03', 'Not Schema 03.'],
      ['Schema 13', 'Not Schema 13.'],
    ],
  );
});

test('what is no refusal fails the command, and nothing more is begun', async () => {
  let begun = 0;
  const broken = protectionWith(async (id) => {
    begun += 1;
    if (id.endsWith('07')) throw new Error('broken');
    await new Promise(setImmediate);
  });
  await assert.rejects(broken.backUp(alice, ids, { by }), /broken/);
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  assert.equal(begun, 8);
});

test('schemas that are scheduled, but cannot be backed up at once, are told apart', async () => {
  const limit = 'Too much is waiting already.';
  const protection = new Protection({
    catalog: { listed: async () => schemas },
    schedules: { find: async () => [] },
    scheduling: {
      preview: () => undefined,
      save: async (_tenant: string, id: string) => {
        if (id.endsWith('04')) throw new Conflict('no-connection', 'It has no connection.');
        return { first: id.endsWith('1') ? { state: 'refused', why: limit } : { state: 'queued' } };
      },
    },
  } as never);
  const daily = { timeZone: 'UTC', backUpNow: true, startMinute: 120, windowMinutes: 60 };
  const { done, refused, notBackedUp } = await protection.schedule(alice, ids, daily, by);
  assert.equal(done.length, 19);
  assert.deepEqual(
    refused.map(({ schema }) => schema.name),
    ['Schema 04'],
  );
  assert.deepEqual(
    notBackedUp?.map(({ schema, why }) => [schema.name, why]),
    [
      ['Schema 01', limit],
      ['Schema 11', limit],
    ],
  );
});

test('a backup whose parts nobody chose takes those of the schedule, also when it is tried again', async () => {
  const [first, second] = schemas as [CatalogSchema, CatalogSchema];
  const failed = [first, second].map((schema) => ({
    ...schema,
    siteId: siteId('here'),
    status: 'active',
    lastError: { code: 'token-refused', message: 'refused', at: new Date() },
    recent: [{ trigger: 'scheduled' }],
  }));
  const asked: unknown[] = [];
  const protection = new Protection({
    catalog: { listed: async () => failed },
    schedules: { find: async () => [{ catalogId: second.id, parts: ['attachments'] }] },
    backups: {
      request: async (_tenant: string, id: string, _by: unknown, parts: unknown) =>
        asked.push([id, parts]),
    },
  } as never);
  const asScheduled = [
    [first.id, undefined],
    [second.id, ['attachments']],
  ];
  await protection.retryRefused(alice, siteId('here'), by);
  assert.deepEqual(asked.splice(0), asScheduled);
  await protection.backUp(alice, ids, { by });
  assert.deepEqual(asked.splice(0), asScheduled);
  await protection.backUp(alice, ids, { by, parts: ['history'] });
  assert.deepEqual(asked, [
    [first.id, ['history']],
    [second.id, ['history']],
  ]);
});
