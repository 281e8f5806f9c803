import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unavailable } from '../../src/core/kernel/errors.ts';
import { silentLog } from '../../src/core/kernel/log.ts';
import { workThrough, type Round } from '../../src/core/kernel/loops/work-through.ts';
import { Housekeeping } from '../../src/jobs/housekeeping.ts';
import { SteppingClock } from '../support/clocks/stepping-clock.ts';

const EVERY_MS = 1_000;

test('one that fails stops no other, is logged once, and again when it is done', async () => {
  const clock = new SteppingClock();
  const lines: string[] = [];
  const broken = new Set(['b']);
  let rounds = 0;
  const duty = (): Promise<Round> => {
    rounds += 1;
    return workThrough(['a', 'b', 'c'], {
      nameOf: (name) => name,
      work: async (name) => {
        if (broken.has(name)) throw new Error('lost', { cause: new Error('its header') });
        return false;
      },
    });
  };
  const note = (fields: object, message: string): void => {
    const { what, why } = fields as { what?: string; why?: string };
    lines.push([what, why, message].filter(Boolean).join(': '));
  };
  const housekeeping = new Housekeeping({
    duties: [{ name: 'settle', run: duty }],
    clock,
    log: { ...silentLog, info: note, warn: note },
    everyMs: EVERY_MS,
  });
  housekeeping.start();
  for (let round = 0; round < 3; round += 1) await clock.step(EVERY_MS);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /^b: lost \(its header\): A housekeeping task failed for one item/);
  broken.clear();
  await clock.step(EVERY_MS);
  assert.match(lines[1] ?? '', /^b: A housekeeping task that had failed for one item is done/);
  await housekeeping.stop();
  assert.ok(rounds >= 4);
});

test('a database that does not answer stops the round', async () => {
  const seen: number[] = [];
  const round = workThrough([1, 2, 3], {
    nameOf: String,
    work: async (item) => {
      seen.push(item);
      throw new Unavailable('database-unavailable', 'It does not answer.');
    },
  });
  await assert.rejects(round, { code: 'database-unavailable' });
  assert.deepEqual(seen, [1]);
});
