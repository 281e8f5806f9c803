import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MongoSiteLeases } from '../../../src/storage/site/mongo-site-leases.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const { connection } = await testDatabase();
const leases = new MongoSiteLeases(connection, new SteppingClock(), 30_000);
const documents = connection.collection<{ _id: string }>('site_leases');

test('a lease that nobody could acquire, because it was changed in the database, is made anew', async () => {
  const odd: Record<string, unknown>[] = [
    { holder: 7, beat: 1 },
    { holder: null, beat: 'text' },
    { holder: null, beat: 2 ** 53 },
    { holder: { odd: 1 } },
  ];
  for (const [at, fields] of odd.entries()) {
    const _id = `site ${at}`;
    await documents.insertOne({ _id, ...fields });
    const lease = await leases.acquire(_id);
    assert.ok(lease, JSON.stringify(fields));
    assert.equal(await lease.beat({ blockedUntilMs: null }), true);
    assert.equal(await leases.acquire(_id), null, 'it is held');
  }
});

test('a limit that was changed in the database is none, and one that can be read counts', async () => {
  const good = {
    blockedUntilMs: 5,
    endpoints: [{ key: 'k', endpoint: 'GET x', blockedUntilMs: null, perMinute: 60 }],
  };
  const states = [
    [good, good],
    ['text', null],
    [{ blockedUntilMs: 'tomorrow' }, null],
    [{ blockedUntilMs: null, endpoints: 7 }, null],
    [{ ...good, endpoints: [{ ...good.endpoints[0], perMinute: 0 }] }, null],
    [{ ...good, endpoints: [null] }, null],
  ];
  for (const [at, [state, expected]] of states.entries()) {
    const _id = `state ${at}`;
    const document = { _id, holder: null, beat: 0, state };
    await documents.insertOne(document);
    assert.deepEqual((await leases.acquire(_id))?.state, expected);
  }
});
