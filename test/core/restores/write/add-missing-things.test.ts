import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Available } from '../../../../src/core/assets/ports/site/available.ts';
import { OutcomeUnknown } from '../../../../src/core/assets/ports/outcome-unknown.ts';
import { systemClock } from '../../../../src/clock.ts';
import { addMissingThings } from '../../../../src/core/restores/write/add-missing-things.ts';
import { NotTaken, TakenTally } from '../../../../src/core/restores/write/taken-tally.ts';

const attempt = {
  awaitEarlierCalls: async () => undefined,
  signal: new AbortController().signal,
  parts: { clock: { ...systemClock, sleep: async () => undefined }, settleMs: 1 },
};

/**
 * An object that lacks these things. `answer` says what becomes of sending one: `lost` may have
 * done it or not.
 */
async function fill(
  wanted: string[],
  answer: (thing: string, sent: number) => 'taken' | 'refused' | 'lost' | 'done and lost',
) {
  const there: string[] = [];
  const sent: string[] = [];
  const tally = new TakenTally();
  const findMissing = async (): Promise<Available<string[]>> => ({
    value: wanted.filter((each) => !there.includes(each)),
  });
  const add = async (thing: string): Promise<boolean> => {
    sent.push(thing);
    const became = answer(thing, sent.filter((each) => each === thing).length);
    if (became === 'refused') {
      tally.refuse('No.');
      return false;
    }
    if (became !== 'lost') there.push(thing);
    if (became !== 'taken') throw new OutcomeUnknown('Lost.');
    tally.add();
    return true;
  };
  await addMissingThings(attempt, tally, { count: wanted.length, findMissing, add });
  return { there, sent, tally };
}

test('what is refused is tried once, and the others are added', async () => {
  const { there, sent, tally } = await fill(['a', 'b', 'c'], (thing) =>
    thing === 'b' ? 'refused' : 'taken',
  );
  assert.deepEqual([there, sent, tally.refused], [['a', 'c'], ['a', 'b', 'c'], 1]);
});

test('a thing whose answers are lost again and again keeps no other from being added', async () => {
  const { there, sent, tally } = await fill(['a', 'b', 'c'], (thing) =>
    thing === 'b' ? 'lost' : 'taken',
  );
  assert.deepEqual(there, ['a', 'c']);
  assert.equal(sent.filter((each) => each === 'b').length, 5);
  assert.deepEqual([tally.added, tally.refused, tally.why], [2, 1, 'Lost.']);
});

test('what was done although its answer was lost is not sent again, and not refused', async () => {
  const { there, sent, tally } = await fill(['a', 'b'], (thing, times) => {
    if (thing !== 'a') return 'taken';
    return times === 5 ? 'done and lost' : 'lost';
  });
  assert.deepEqual(there, ['a', 'b']);
  assert.equal(sent.length, 6);
  assert.equal(tally.refused, 0);
});

test('a site that takes nothing at all ends it', async () => {
  await assert.rejects(
    fill(['a', 'b', 'c', 'd', 'e', 'f'], () => 'lost'),
    NotTaken,
  );
});

test('an object that cannot be looked at is refused as a whole', async () => {
  const tally = new TakenTally();
  const things = {
    count: 3,
    findMissing: async () => ({ unavailable: 'No list.' }),
    add: async () => assert.fail('nothing is written unseen'),
  };
  await addMissingThings(attempt, tally, things);
  assert.deepEqual([tally.refused, tally.why], [3, 'No list.']);
});

test('what an object got before it could no longer be looked at is not refused', async () => {
  const tally = new TakenTally();
  let looks = 0;
  const things = {
    count: 5,
    findMissing: async (): Promise<Available<string[]>> => {
      looks += 1;
      return looks === 1 ? { value: ['a', 'b', 'c', 'd', 'e'] } : { unavailable: 'No list.' };
    },
    add: async (thing: string): Promise<boolean> => {
      if (thing === 'd') throw new OutcomeUnknown('Lost.');
      tally.add();
      return true;
    },
  };
  await addMissingThings(attempt, tally, things);
  assert.deepEqual([tally.added, tally.refused, tally.why], [3, 2, 'No list.']);
});
