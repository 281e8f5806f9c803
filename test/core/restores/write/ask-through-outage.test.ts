import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Available } from '../../../../src/core/assets/ports/site/available.ts';
import { Unavailable } from '../../../../src/core/kernel/errors.ts';
import { addMissingThings } from '../../../../src/core/restores/write/add-missing-things.ts';
import {
  askThroughOutage,
  type AskingAttempt,
} from '../../../../src/core/restores/write/attempt/ask-through-outage.ts';
import { TakenTally } from '../../../../src/core/restores/write/taken-tally.ts';
import { systemClock } from '../../../../src/clock.ts';

const SILENT = { unavailable: "The site didn't answer.", isPassing: true } as const;

/** An attempt whose site is told when its schema is asked for. */
function attemptAt(onAsked: () => void) {
  const asked: string[] = [];
  const answer = (what: string) => async () => {
    asked.push(what);
    onAsked();
    return {} as never;
  };
  const attempt: AskingAttempt = {
    checkpoint: { schemaId: '7' } as AskingAttempt['checkpoint'],
    signal: new AbortController().signal,
    parts: { target: { schema: answer('schema'), schemas: answer('schemas') } },
  };
  return { attempt, asked };
}

test('a site that is silent is asked once more as soon as it answers for the schema', async () => {
  let isUp = false;
  const { attempt, asked } = attemptAt(() => {
    isUp = true;
  });
  const ask = async (): Promise<Available<number>> => (isUp ? { value: 3 } : SILENT);
  assert.deepEqual(await askThroughOutage(attempt, ask), { value: 3 });
  assert.deepEqual(asked, ['schema']);
});

test('without a schema, the site is asked for all of them', async () => {
  const { attempt, asked } = attemptAt(() => undefined);
  const checkpoint = { ...attempt.checkpoint, schemaId: undefined };
  await askThroughOutage({ ...attempt, checkpoint }, async () => SILENT);
  assert.deepEqual(asked, ['schemas']);
});

test('a refusal and a value are taken as they come, and silence of a site that is up as well', async () => {
  const { attempt, asked } = attemptAt(() => undefined);
  const refused = { unavailable: 'No.' };
  assert.equal(await askThroughOutage(attempt, async () => refused), refused);
  assert.deepEqual(await askThroughOutage(attempt, async () => ({ value: 1 })), { value: 1 });
  assert.deepEqual(asked, []);
  assert.equal(await askThroughOutage(attempt, async () => SILENT), SILENT);
  assert.deepEqual(asked, ['schema']);
});

test('a site that stays down lets the run wait, and nothing counts as refused', async () => {
  const { attempt } = attemptAt(() => {
    throw new Unavailable('site-unreachable', 'Down.', { retryAfterMs: 0 });
  });
  const tally = new TakenTally();
  const waiting = {
    ...attempt,
    awaitEarlierCalls: async () => undefined,
    parts: { clock: systemClock, settleMs: 1 },
  };
  const things = {
    count: 2,
    findMissing: () => askThroughOutage<string[]>(attempt, async () => SILENT),
    add: () => assert.fail('nothing is written unseen'),
  };
  await assert.rejects(addMissingThings(waiting, tally, things), { code: 'site-unreachable' });
  assert.equal(tally.refused, 0);
});
