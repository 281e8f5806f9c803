import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { CloudReader } from '../../../src/atlassian/cloud/cloud-reader.ts';
import type { Http, HttpAnswer } from '../../../src/atlassian/http/http.ts';
import { withRetry } from '../../../src/atlassian/http/retry/with-retry.ts';
import { AnswerTooLarge } from '../../../src/core/assets/ports/pages/answer-too-large.ts';
import { Unanswered } from '../../../src/core/assets/ports/pages/unanswered.ts';
import type { TypeOf } from '../../../src/core/assets/ports/pages/type-of.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { RECORDINGS } from '../odd/recordings.ts';

const BROKEN = { status: 500, body: { errorMessages: ['Broken'] } };

/** A site whose search fails for objects with their values. */
function failing(alone: { status: number; body: unknown }) {
  const clock = new SteppingClock();
  const asked: string[] = [];
  const http: Http = async ({ endpoint }): Promise<HttpAnswer> => {
    asked.push(endpoint);
    const { status, body } = endpoint === 'GET object/{id}' ? alone : BROKEN;
    return { status, headers: {}, body: Buffer.from(JSON.stringify(body)) };
  };
  const retried = withRetry(http, { clock, patienceMs: 600_000, impatient: false });
  return { site: new CloudReader(new AssetsCalls(retried, 'http://site')), clock, asked };
}

test('an object that the search fails to return is read by its own call', async () => {
  const { site, clock, asked } = failing({ status: 200, body: RECORDINGS.object });
  const given = site.objectsById(['1']);
  await clock.step(60_000);
  const page = await (await given).read();
  assert.deepEqual([page.objects.length, page.unreadable.length], [1, 0]);
  assert.deepEqual(asked, [...Array<string>(3).fill('POST object/aql'), 'GET object/{id}']);
});

test('an object that its own call returns without its type is of the type that is known', async () => {
  const untyped = { ...RECORDINGS.object, objectType: null };
  const { site, clock } = failing({ status: 200, body: untyped });
  const read = async (typeOf?: TypeOf) => {
    const given = site.objectsById([RECORDINGS.object.id], undefined, typeOf);
    await clock.step(60_000);
    return (await given).read();
  };
  const { objects } = await read(() => '17');
  assert.deepEqual(
    objects.map(({ typeId }) => typeId),
    ['17'],
  );
  const { unreadable } = await read();
  assert.match(unreadable[0]?.reason ?? '', /objectType\.id is missing/);
});

test('an object that no call returns, and a page of objects, are told after three tries each', async () => {
  const { site, clock, asked } = failing(BROKEN);
  const both = Promise.allSettled([site.objectsById(['1']), site.objects('3', { offset: 0 }, 250)]);
  await clock.step(120_000);
  for (const given of await both)
    assert.ok(given.status === 'rejected' && given.reason instanceof Unanswered);
  assert.equal(asked.length, 9);
});

test('what a backup can do without is told after three tries, too', async () => {
  const calls: ((site: CloudReader) => Promise<unknown>)[] = [
    (site) => site.census('3', { offset: 0 }, 999),
    (site) => site.countObjects('3'),
    (site) => site.statusTypes('7'),
    (site) => site.referenceTypes('7'),
    (site) => site.attributes('3'),
  ];
  for (const call of calls) {
    const { site, clock, asked } = failing(BROKEN);
    const given = assert.rejects(call(site), Unanswered);
    await clock.step(60_000);
    await given;
    assert.equal(asked.length, 3);
  }
});

test('an object alone, and a list, that are more than is read are told after three tries, too', async () => {
  const calls: ((site: CloudReader) => Promise<unknown>)[] = [
    (site) => site.objects('3', { offset: 7 }, 1),
    (site) => site.attributes('3'),
  ];
  for (const call of calls) {
    const clock = new SteppingClock();
    let sent = 0;
    const http: Http = async () => {
      sent += 1;
      throw new AnswerTooLarge();
    };
    const retried = withRetry(http, { clock, patienceMs: 600_000, impatient: false });
    const given = assert.rejects(
      call(new CloudReader(new AssetsCalls(retried, 'http://site'))),
      (error) => error instanceof Unanswered && error.why === 'its answer was too large',
    );
    await clock.step(60_000);
    await given;
    assert.equal(sent, 3);
  }
});

test('a schema whose own call is never answered, or oddly, is as the list says', async () => {
  for (const alone of [BROKEN, { status: 200, body: { odd: 1 } }]) {
    const clock = new SteppingClock();
    const http: Http = async ({ endpoint }) => {
      const listed = { status: 200, body: RECORDINGS.schemaList };
      const { status, body } = endpoint === 'GET objectschema/list' ? listed : alone;
      return { status, headers: {}, body: Buffer.from(JSON.stringify(body)) };
    };
    const retried = withRetry(http, { clock, patienceMs: 600_000, impatient: false });
    const site = new CloudReader(new AssetsCalls(retried, 'http://site'));
    const [found, missing] = [site.schema('35'), assert.rejects(site.schema('99'))];
    await clock.step(120_000);
    const { id, name, key } = await found;
    assert.deepEqual([id, name, key], ['35', 'Machines', 'MAC']);
    await missing;
  }
});
