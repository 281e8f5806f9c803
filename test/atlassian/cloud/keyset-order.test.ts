import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeysetOrder } from '../../../src/atlassian/assets/reading/keyset-order.ts';
import { Unanswered } from '../../../src/core/assets/ports/pages/unanswered.ts';
import { Refused, Unavailable } from '../../../src/core/kernel/errors.ts';

const unanswered = () => new Unanswered('The site failed.', { why: 'status 500' });
const isUp = async () => undefined;

/** How pages of a type begin once a schema's probe was answered so. */
async function orderAfter(findIds: () => Promise<number[]>): Promise<string> {
  const order = new KeysetOrder();
  assert.equal(await order.supports('7', { findIds, assertUp: isUp }), false);
  return order.page('3', { offset: 0 }).query;
}

test('a site that answers a probe with whatever but ids is read by offset', async () => {
  const errors = [
    unanswered(),
    new Refused('site-refused', 'no such function'),
    new Unavailable('unexpected-answer', 'odd'),
  ];
  for (const error of errors)
    assert.match(await orderAfter(() => Promise.reject(error)), /ORDER BY Key/i);
});

test('a probe that was not answered once is asked again while the site is up', async () => {
  const answers = [Promise.resolve([3, 5]), Promise.resolve([5])];
  let failures = 1;
  const findIds = async () => {
    failures -= 1;
    if (failures >= 0) throw unanswered();
    return (await answers.shift()) ?? [];
  };
  assert.equal(await new KeysetOrder().supports('7', { findIds, assertUp: isUp }), true);
});

test('a site that answers nothing, or refuses the token, is not judged by its probe', async () => {
  const down = new Unavailable('site-unreachable', 'down');
  const ofSite = {
    findIds: () => Promise.reject(unanswered()),
    assertUp: () => Promise.reject(down),
  };
  await assert.rejects(new KeysetOrder().supports('7', ofSite), down);
  const dead = new Refused('token-refused', 'no');
  const ofToken = { findIds: () => Promise.reject(dead), assertUp: isUp };
  await assert.rejects(new KeysetOrder().supports('7', ofToken), dead);
});
