import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Available } from '../../../../src/core/assets/ports/site/available.ts';
import { askObjects } from '../../../../src/core/backups/reading/ask-objects.ts';
import { SteppingClock } from '../../../support/clocks/stepping-clock.ts';

const pace = { signal: new AbortController().signal, clock: new SteppingClock() };
const ownersOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ typeId: '1', id: String(at), label: '' }));
interface State {
  done: number;
  refused: number;
  why: string;
  given?: string;
}
const begun = (state: Partial<State> = {}): State => ({ done: 0, refused: 0, why: '', ...state });

async function askAll(
  count: number,
  ask: (id: string) => Available<string>,
  state: State,
): Promise<string[]> {
  const given: string[] = [];
  const answers = askObjects({ pace }, ownersOf(count), async (id) => ask(id), state);
  for await (const { owner } of answers) given.push(owner.id);
  return given;
}

const REFUSED = { unavailable: 'no' };
const SILENT = { unavailable: 'nothing', isPassing: true } as const;
const value = { value: 'x' };
const isOdd = (id: string): boolean => Number(id) >= 10 && Number(id) < 30;

test('objects of which the site gives nothing are counted, however many come in a row', async () => {
  for (const refusal of [REFUSED, SILENT]) {
    const state = begun();
    const given = await askAll(40, (id) => (isOdd(id) ? refusal : value), state);
    assert.equal(given.length, 20);
    assert.deepEqual([state.refused, state.why], [20, refusal.unavailable]);
  }
});

test('a site that refuses whatever is asked first gives nothing of the part', async () => {
  for (const refusal of [REFUSED, SILENT])
    await assert.rejects(
      askAll(40, () => refusal, begun()),
      { code: 'part-unavailable', message: refusal.unavailable },
    );
});

test('a single change that is refused says nothing of what the backup before had', async () => {
  const state = begun();
  const asking = { pace, hasSome: true };
  const answers = askObjects(asking, ownersOf(7), async () => REFUSED, state);
  for await (const each of answers) assert.fail(`${each.owner.id} was refused`);
  assert.equal(state.refused, 7);
});

test('an object that was deleted meanwhile has nothing that could be missing', async () => {
  const state = begun({ done: 200, given: '7' });
  const isDeleted = (id: string): boolean => Number(id) % 2 === 0;
  const objects = { isThere: async (id: string) => !isDeleted(id) };
  const found = { unavailable: 'no such thing', isNotFound: true } as const;
  for await (const each of askObjects({ pace, objects }, ownersOf(6), async () => found, state))
    assert.fail(`nothing was given of ${each.owner.id}`);
  assert.equal(state.refused, 3);
});

test('a site that gave something and stops answering is waited for, and nothing is counted', async () => {
  const state = begun({ done: 200, given: '7' });
  await assert.rejects(
    askAll(40, () => SILENT, state),
    { code: 'site-unreachable', retryAfterMs: 0 },
  );
  assert.equal(state.refused, 0);
  let asked = 0;
  const falls = () => {
    asked += 1;
    return asked > 20 ? SILENT : value;
  };
  await assert.rejects(askAll(40, falls, begun()), { code: 'site-unreachable' });
});
