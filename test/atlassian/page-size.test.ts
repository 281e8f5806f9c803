import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageSize } from '../../src/atlassian/assets/reading/page-size.ts';
import { Refused, Unavailable } from '../../src/core/kernel/errors.ts';

function site(most: number) {
  const asked: number[] = [];
  const ask = async (limit: number): Promise<string> => {
    asked.push(limit);
    if (limit > most) throw new Refused('site-refused', `At most ${most}.`);
    return `${limit} objects`;
  };
  return { asked, ask };
}

test('a page that is refused for its size is asked for in smaller ones, and the size is remembered', async () => {
  const size = new PageSize();
  const { asked, ask } = site(100);
  assert.equal(await size.find(999, ask), '63 objects');
  assert.equal(await size.find(250, ask), '63 objects');
  assert.equal(await size.find(10, ask), '10 objects');
  assert.deepEqual(asked, [999, 500, 250, 125, 63, 63, 10]);
  assert.equal(size.within(250), 63);
});

test('what is refused in any size is not refused for its size: nothing is remembered', async () => {
  const size = new PageSize();
  const { asked, ask } = site(0);
  await assert.rejects(size.find(250, ask), { code: 'site-refused' });
  assert.deepEqual(asked, [250, 125, 63, 32, 25]);
  assert.equal(size.within(250), 250);
});

test('another error is no matter of size', async () => {
  const size = new PageSize();
  let calls = 0;
  const ask = async (): Promise<never> => {
    calls += 1;
    throw new Unavailable('site-unreachable', 'Down.');
  };
  await assert.rejects(size.find(250, ask), { code: 'site-unreachable' });
  assert.equal(calls, 1);
});
