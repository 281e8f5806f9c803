import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/kernel/time/durations.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { lately } from '../../../src/core/kernel/time/lately.ts';
import { MongoAgentCallStore } from '../../../src/storage/agents/mongo-agent-call-store.ts';
import { MongoAgentTokenStore } from '../../../src/storage/agents/mongo-agent-token-store.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const { connection } = await testDatabase();
const tokens = new MongoAgentTokenStore(connection);
const calls = new MongoAgentCallStore(connection, testSecrets(connection));
await ensureIndexes(connection);
const alice = tenantId('alice');
const NOW = Date.parse('2026-11-27T08:00:00Z');
const at = (ms: number): Date => new Date(NOW + ms);

test('an agent seen by a clock two years ahead is not connected, and is forgotten', async () => {
  const seen = { tokenId: 'token', place: 'jira.example.com', host: 'box', version: '1' };
  await tokens.see(alice, { ...seen, instance: 'here', seenAt: at(-10_000) });
  await tokens.see(alice, { ...seen, instance: 'slightly ahead', seenAt: at(MINUTE_MS) });
  await tokens.see(alice, { ...seen, instance: 'ahead', seenAt: at(730 * DAY_MS) });
  await tokens.see(alice, { ...seen, instance: 'gone', seenAt: at(-2 * DAY_MS) });
  const connected = await tokens.seen(alice, lately(MINUTE_MS, NOW));
  assert.deepEqual(
    connected.map(({ instance }) => instance),
    ['slightly ahead', 'here'],
  );
  await tokens.keepOnly(lately(DAY_MS, NOW));
  assert.equal(await connection.collection('agents').countDocuments({}), 2);
});

const place = { tenantId: alice, place: 'jira.example.com' };
const call = {
  method: 'GET',
  path: '/',
  headers: {},
  timeoutMs: 1_000,
  maxBytes: 1_000,
} as const;

test('calls that a clock two years ahead has dated are swept with the old ones', async () => {
  const ids = { old: -1, current: HOUR_MS, ahead: 730 * DAY_MS };
  for (const [id, ms] of Object.entries(ids))
    await calls.put(place, { ...call, id }, { now: at(0), expiresAt: at(ms) });
  await calls.sweep(at(0));
  const states = await calls.statesOf(Object.keys(ids));
  assert.deepEqual(
    states.map(({ id }) => id),
    ['current'],
  );
});

test('calls and agents whose dates were changed in the database are swept as well', async () => {
  const documents = connection.collection<{ _id: string }>('agent_calls');
  for (const [number, expiresAt] of ['text', null, 7].entries()) {
    const id = `odd-${number}`;
    await calls.put(place, { ...call, id }, { now: at(0), expiresAt: at(HOUR_MS) });
    await documents.updateOne({ _id: id }, { $set: { expiresAt } });
  }
  await calls.sweep(at(0));
  assert.deepEqual(await calls.statesOf(['odd-0', 'odd-1', 'odd-2']), []);
  const agents = connection.collection<{ _id: string }>('agents');
  const before = await agents.countDocuments({});
  await agents.insertOne({ _id: 'odd', tenantId: 'alice', seenAt: 'text' } as never);
  await tokens.keepOnly(lately(DAY_MS, NOW));
  assert.equal(await agents.countDocuments({}), before);
});

test('a write begins once, and only while somebody waits for it', async () => {
  const ids = ['waited for', 'left', 'waited for again'] as const;
  const dates = { now: at(-MINUTE_MS), expiresAt: at(HOUR_MS) };
  for (const id of ids) await calls.put(place, { ...call, id, method: 'POST' }, dates);
  await calls.take(place, ids.length);
  await calls.noteWaiting(['waited for', 'waited for again'], at(-10_000));
  const begun: boolean[] = [];
  for (const id of ids) begun.push(await calls.begin(place, id, lately(30_000, NOW)));
  assert.deepEqual(begun, [true, false, true]);
  assert.equal(await calls.begin(place, 'waited for', lately(30_000, NOW)), false);
  await calls.noteWaiting(['left'], at(730 * DAY_MS));
  assert.equal(await calls.begin(place, 'left', lately(30_000, NOW)), false, 'a clock was wrong');
});

test('the pieces of a large answer are kept as long as somebody waits for it, however long it takes', async () => {
  const id = 'large';
  const pieces = connection.collection<{ _id: string }>('agent_pieces');
  const now = Date.now();
  const after = (ms: number): Date => new Date(now + ms);
  await calls.put(place, { ...call, id }, { now: after(0), expiresAt: after(MINUTE_MS) });
  await calls.take(place, 100);
  await calls.addPiece(place, id, { number: 0, bytes: Buffer.from('first') });
  await calls.noteWaiting([id], after(2 * HOUR_MS));
  await calls.addPiece(place, id, { number: 1, bytes: Buffer.from('second') });
  await calls.noteWaiting([id], after(2 * HOUR_MS));
  await calls.sweep(after(2 * HOUR_MS));
  assert.equal((await calls.piece(place, id, 0))?.toString(), 'first');
  await calls.end(place, id, { status: 200, headers: {}, pieces: 2, last: Buffer.alloc(0) });
  await calls.noteWaiting([id], after(4 * HOUR_MS));
  await calls.sweep(after(4 * HOUR_MS));
  assert.equal((await calls.piece(place, id, 1))?.toString(), 'second');
  await calls.sweep(after(6 * HOUR_MS));
  assert.deepEqual(await calls.statesOf([id]), [], 'nobody waits any more');
  assert.equal(await pieces.countDocuments({}), 0);
  assert.equal(await calls.piece(place, id, 0), undefined);
});
