import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentTransport } from '../../../../src/atlassian/data-center/agent/agent-transport.ts';
import { NoAnswer } from '../../../../src/atlassian/http/http.ts';
import { systemClock } from '../../../../src/clock.ts';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import type { AgentCallEnd } from '../../../../src/core/sites/agents/agent-call.ts';
import { AgentLine } from '../../../../src/core/sites/agents/agent-line.ts';

/** A line whose calls have ended so, with these pieces of an answer. */
function lineOf(end: AgentCallEnd, pieces: readonly (Buffer | undefined)[]): AgentLine {
  return new AgentLine({
    calls: {
      put: async () => undefined,
      noteWaiting: async () => undefined,
      statesOf: async () => [],
      stateOf: async () => ({ state: 'ended', end }),
      piece: async (_at: unknown, _id: string, number: number) => pieces[number],
      remove: async () => undefined,
    },
    tokens: { seen: async () => [{}] },
    bell: { ring: () => undefined, heard: async () => undefined },
    clock: systemClock,
  } as never);
}

const END = { status: 200, headers: {}, pieces: 2, last: Buffer.from('"}') };
const ask = (pieces: readonly (Buffer | undefined)[]) =>
  agentTransport({
    line: lineOf(END, pieces),
    at: { tenantId: tenantId('t'), place: 'p' },
    siteUrl: 'http://site',
    timeoutMs: 1_000,
  })({ method: 'GET', url: 'http://site/rest/x', endpoint: 'GET x' });

test('an answer in pieces is put together, and one that lacks a piece is no answer', async () => {
  const { body } = await ask([Buffer.from('{"a":'), Buffer.from('"b')]);
  assert.equal(body.toString(), '{"a":"b"}');
  await assert.rejects(ask([Buffer.from('{"a":'), undefined]), (error) => {
    assert.ok(error instanceof NoAnswer);
    assert.equal(error.why, 'part of the answer');
    return true;
  });
});
