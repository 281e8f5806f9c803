import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ServiceRefused } from '../../../src/agent/service-client.ts';
import { DAY_MS } from '../../../src/core/kernel/time/durations.ts';
import { lately } from '../../../src/core/kernel/time/lately.ts';
import type { AgentCall } from '../../../src/core/sites/agents/agent-call.ts';
import { NotCarried } from '../../../src/core/sites/agents/agent-line.ts';
import { WAITED_MS } from '../../../src/core/sites/agents/call-watch.ts';
import { AgentRig, until, type AgentReplica } from '../../support/agents/agent-rig.ts';
import { CountingSite } from '../../support/agents/counting-site.ts';
import { hurriedClock } from '../../support/clocks/hurried-clock.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const { connection } = await testDatabase();
const site = await CountingSite.start();
after(() => site.close());
const rig = await AgentRig.start(connection, site.url);
/** A replica that waits for less long. */
const hurried = await rig.replica({ clock: hurriedClock(5) });

const write = (body: string, more: Partial<AgentCall> = {}): AgentCall => ({
  method: 'POST',
  path: '/rest/assets/1.0/object/create',
  headers: { accept: 'application/json', 'content-type': 'application/json' },
  body: Buffer.from(body),
  maxBytes: 8 << 20,
  timeoutMs: 60_000,
  ...more,
});

async function send(replica: AgentReplica, call: AgentCall): Promise<string> {
  return replica.line.carry(rig.at, call, async ({ status, body }) => {
    const parts: Buffer[] = [];
    for await (const part of body) parts.push(part);
    return `${status} ${Buffer.concat(parts).toString()}`;
  });
}

/** The wire itself, as an agent speaks it. */
async function speak(token: string, path: string, body?: object): Promise<Response> {
  return fetch(`${rig.first.url}/agent${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

const helloOf = (place = rig.place) => ({
  instance: 'i',
  host: 'h',
  version: '1',
  place,
  free: 5,
});

async function take(token: string): Promise<string> {
  for (;;) {
    const answer = await speak(token, '/poll', helloOf());
    const { calls } = (await answer.json()) as { calls: { id: string }[] };
    if (calls[0]) return calls[0].id;
  }
}

const failsAs = (failure: string) => (error: unknown) =>
  error instanceof NotCarried && error.failure === failure;

test('without an agent nothing is sent, which is said at once', async () => {
  await assert.rejects(send(rig.first, write('nobody')), failsAs('unsent'));
});

test('only a token that was made lets anybody in', async () => {
  const { text } = await rig.token();
  const changed = text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A');
  const others = [
    '',
    'x',
    text.slice(4),
    `${text}A`,
    changed,
    `bma_${'0'.repeat(24)}_${'A'.repeat(43)}`,
  ];
  for (const token of others)
    for (const path of ['/poll', '/calls/0123456789abcdef01234567/end', '/elsewhere'])
      assert.equal((await speak(token, path, helloOf())).status, 401, `${token} ${path}`);
  const { ended } = await rig.agent(rig.settings(changed));
  await assert.rejects(ended, (error) => error instanceof ServiceRefused && error.status === 401);
});

test('a token is of one place: agents that are set up for another one are told', async () => {
  const { text } = await rig.token('jira.example.com');
  const { ended } = await rig.agent(rig.settings(text));
  await assert.rejects(ended, /for agents of jira[.]example[.]com/);
});

test('a write is lost with the agent that began it, and not sent by another one', async () => {
  const { text } = await rig.pretendAgent();
  const sent = send(hurried, write('begun', { timeoutMs: 1_000 }));
  const lost = assert.rejects(sent, failsAs('lost'));
  const id = await take(text);
  assert.equal((await speak(text, `/calls/${id}/begin`)).status, 204);
  assert.equal((await speak(text, `/calls/${id}/begin`)).status, 409, 'begun once');
  await lost;
  const end = { status: 200, headers: {}, pieces: 0, last: '' };
  assert.equal((await speak(text, `/calls/${id}/end`, end)).status, 409, 'nobody waits');
});

test('a write that was taken and not begun is taken back, and cannot be begun any more', async () => {
  const { text } = await rig.pretendAgent();
  const sent = send(hurried, write('taken'));
  const unsent = assert.rejects(sent, failsAs('unsent'));
  const id = await take(text);
  await unsent;
  assert.equal((await speak(text, `/calls/${id}/begin`)).status, 409);
});

test('a write that begins just as it is given up is waited for', async () => {
  const { text } = await rig.pretendAgent();
  const { calls } = hurried;
  const withdraw = calls.withdraw.bind(calls);
  const statuses: number[] = [];
  calls.withdraw = async (at, id) => {
    statuses.push((await speak(text, `/calls/${id}/begin`)).status);
    return withdraw(at, id);
  };
  const sent = send(hurried, write('just begun'));
  const id = await take(text);
  await until(() => statuses.length === 1);
  calls.withdraw = withdraw;
  assert.deepEqual(statuses, [204]);
  const end = { status: 200, headers: {}, pieces: 0, last: Buffer.from('late').toString('base64') };
  assert.equal((await speak(text, `/calls/${id}/end`, end)).status, 204);
  assert.equal(await sent, '200 late');
});

test('a write whose process was killed before an agent took it is never begun', async () => {
  const { text } = await rig.pretendAgent();
  const id = 'd'.repeat(24);
  const killedAt = Date.now() - WAITED_MS - 1_000;
  const dates = { now: new Date(killedAt), expiresAt: new Date(killedAt + DAY_MS) };
  await rig.first.calls.put(rig.at, { ...write('orphan'), id }, dates);
  assert.equal(await take(text), id);
  assert.equal((await speak(text, `/calls/${id}/begin`)).status, 409);
  await rig.first.calls.remove(rig.at, id, false);
});

test('a write begins however long it has waited, as long as its process waits', async () => {
  const { text } = await rig.pretendAgent();
  const sent = send(hurried, write('patient', { timeoutMs: 3_600_000 }));
  const queued = connection.collection<{ _id: string; waitedAt: Date }>('agent_calls');
  await until(async () => (await queued.countDocuments({ place: rig.place })) === 1);
  const longAgo = new Date(Date.now() - DAY_MS);
  await queued.updateMany({ place: rig.place }, { $set: { waitedAt: longAgo } });
  await until(async () => (await queued.countDocuments({ waitedAt: { $gt: longAgo } })) === 1);
  const id = await take(text);
  assert.equal((await speak(text, `/calls/${id}/begin`)).status, 204);
  const end = { status: 200, headers: {}, pieces: 0, last: Buffer.from('late').toString('base64') };
  assert.equal((await speak(text, `/calls/${id}/end`, end)).status, 204);
  assert.equal(await sent, '200 late');
});

test('a call that the database may have kept though it failed is taken back', async () => {
  await rig.pretendAgent();
  const { calls } = rig.first;
  const put = calls.put.bind(calls);
  calls.put = async (...queued) => {
    await put(...queued);
    throw new Error('The answer of the database was lost.');
  };
  await assert.rejects(send(rig.first, write('kept')), /database was lost/);
  calls.put = put;
  assert.equal(await connection.collection('agent_calls').countDocuments({}), 0);
});

test('calls of one place are no business of agents of another one', async () => {
  const { text } = await rig.pretendAgent();
  const stranger = await rig.token('other.example.com');
  const polling = speak(stranger.text, '/poll', helloOf('other.example.com'));
  const sent = send(rig.first, write('private'));
  const id = await take(text);
  const end = { status: 200, headers: {}, pieces: 0, last: Buffer.from('fake').toString('base64') };
  assert.equal((await speak(stranger.text, `/calls/${id}/begin`)).status, 409);
  assert.equal((await speak(stranger.text, `/calls/${id}/end`, end)).status, 409);
  assert.equal((await speak(text, `/calls/${id}/begin`)).status, 204);
  assert.equal((await speak(text, `/calls/${id}/end`, end)).status, 204);
  assert.equal(await sent, '200 fake');
  await rig.first.tokens.remove(rig.tenantId, stranger.id);
  assert.deepEqual(await (await polling).json(), { calls: [] });
});

test('two agents of one site share the work', async () => {
  const { text } = await rig.token();
  const agents = [1, 2].map(() => rig.agent(rig.settings(text, { concurrency: 1 })));
  await Promise.all(agents);
  site.gate = 'shut';
  const sent = ['one', 'two'].map((body) => send(rig.first, write(body)));
  await until(() => site.timesReceived('one') + site.timesReceived('two') === 2);
  site.release();
  assert.deepEqual(await Promise.all(sent), ['200 {"ok":true}', '200 {"ok":true}']);
  for (const { agent, ended } of await Promise.all(agents)) {
    agent.stop();
    await ended;
  }
});

test('large answers come in pieces, and no larger ones than were asked for', async () => {
  const { text, id } = await rig.token();
  const { agent, ended } = await rig.agent(rig.settings(text));
  const usual = site.body;
  site.body = Buffer.from(JSON.stringify('x'.repeat(1 << 20)));
  const answer = await send(rig.first, write('large'));
  assert.equal(answer, `200 ${site.body.toString()}`);
  await assert.rejects(
    send(rig.first, write('too large', { maxBytes: 1 << 19 })),
    failsAs('too-large'),
  );
  site.body = usual;
  await rig.first.tokens.remove(rig.tenantId, id);
  assert.equal((await speak(text, '/poll', helloOf())).status, 401, 'revoked');
  agent.stop();
  await ended;
});

test('whoever has stolen a token that is revoked gets no call and answers none', async () => {
  const { text, id } = await rig.token();
  const polling = speak(text, '/poll', helloOf());
  const seen = () => rig.first.tokens.seen(rig.tenantId, lately(DAY_MS, Date.now()));
  await until(async () => (await seen()).some(({ tokenId }) => tokenId === id));
  await rig.first.tokens.remove(rig.tenantId, id);
  assert.deepEqual(await (await polling).json(), { calls: [] });
  const rest = ['/poll', `/calls/${'0'.repeat(24)}/begin`, `/calls/${'0'.repeat(24)}/pieces/0`];
  for (const path of rest) assert.equal((await speak(text, path, helloOf())).status, 401);
});

test('a service that starts again is brought the answer, and goes on', async () => {
  const { text } = await rig.token();
  const { agent, ended } = await rig.agent(rig.settings(text));
  const waiting = await rig.replica();
  site.gate = 'shut';
  const sent = send(waiting, write('restart'));
  await until(() => site.timesReceived('restart') === 1);
  const port = Number(new URL(rig.first.url).port);
  await rig.first.close();
  site.release();
  const again = await rig.replica({ port });
  assert.equal(await sent, '200 {"ok":true}');
  assert.equal(site.timesReceived('restart'), 1);
  assert.equal(await send(again, write('afterwards')), '200 {"ok":true}');
  agent.stop();
  await ended;
});
