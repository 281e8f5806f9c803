import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AgentDoor } from '../../../../src/core/sites/agents/agent-door.ts';

const MB = 1 << 20;
const token = { id: 't', tenantId: 'alice', place: 'https://jira.example.com' };
const hello = { instance: 'i', host: 'h', version: '1', place: token.place, free: 32 };

/** Polls where calls with bodies of so many bytes wait; `isLeaving`: the agent hangs up. */
async function poll(sizes: readonly number[], isLeaving = false) {
  const back: string[] = [];
  const gone = new AbortController();
  const door = new AgentDoor({
    calls: {
      take: async () => {
        if (isLeaving) gone.abort();
        return sizes.map((size, at) => ({ id: String(at), body: Buffer.alloc(size) }));
      },
      giveBack: async (_at: unknown, ids: string[]) => void back.push(...ids),
    },
    tokens: { see: async () => undefined },
    clock: { now: () => 0, monotonicMs: () => 0 },
  } as never);
  const given = await door.poll(token as never, hello, gone.signal);
  return { given: given.map(({ id }) => id), back };
}

test('an agent gets no more at once than it can take; the rest waits for its next call', async () => {
  const eight = Array.from({ length: 8 }, () => 8 * MB);
  assert.deepEqual(await poll(eight), {
    given: ['0', '1', '2'],
    back: ['3', '4', '5', '6', '7'],
  });
  assert.deepEqual(await poll([40 * MB, 1]), { given: ['0'], back: ['1'] });
  assert.deepEqual(await poll([1, 0, 1]), { given: ['0', '1', '2'], back: [] });
});

test('what was taken for an agent that has hung up goes back', async () => {
  assert.deepEqual(await poll([1], true), { given: [], back: ['0'] });
});
