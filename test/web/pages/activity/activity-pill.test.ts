import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '../../../../src/web/handling/call.ts';
import { activityPill } from '../../../../src/web/pages/activity/activity-pill.ts';

const NOTICE = { code: 'database-full', text: 'The database is full.' };

async function ask(
  open: { running: number; queued: number },
  query: Record<string, string> = {},
  notice?: typeof NOTICE,
) {
  const reply = await activityPill({
    runs: { countOpen: async () => open },
    watch: { notice },
    caller: { tenant: { id: 't' } },
    query,
  } as unknown as Call<'runs' | 'watch'>);
  return reply.view && reply.model;
}

const BUSY = { running: 1, queued: 2 };
const IDLE = { running: 0, queued: 0 };

test('the pill is sent when it says something else, and not to be read out again', async () => {
  assert.equal((await ask(BUSY))?.text, '1 running, 2 queued');
  assert.equal(await ask(BUSY, { pill: '1 running, 2 queued' }), undefined);
  assert.equal((await ask(BUSY, { pill: '3 queued' }))?.text, '1 running, 2 queued');
  assert.ok(await ask(IDLE, { pill: '3 queued' }), 'it has to go');
  assert.equal(await ask(IDLE), undefined);
});

test('a notice comes and goes beside a pill that stays', async () => {
  const pill = '1 running, 2 queued';
  assert.deepEqual((await ask(BUSY, { pill }, NOTICE))?.notice, NOTICE);
  assert.equal(await ask(BUSY, { pill, notice: NOTICE.code }, NOTICE), undefined);
  assert.equal((await ask(BUSY, { pill, notice: NOTICE.code }))?.isOver, true);
});
