import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MemoryWriter } from '../../../support/sites/in-memory/memory-writer.ts';
import { PretendSite } from '../../../support/sites/in-memory/pretend-site.ts';
import { objectIds, readingOf } from '../../../support/sites/in-memory/reading-of.ts';

/** Object ids with the types under which they are in the backup. */
const placesOf = (writer: MemoryWriter): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(
      Object.groupBy(
        [...writer.records.values()].filter(({ kind }) => kind === 'object'),
        ({ id }) => id,
      ),
    ).map(([id, records]) => [id, (records ?? []).map(({ type }) => type)]),
  );

for (const keyset of [true, false])
  for (const kind of ['objects', 'census'] as const)
    test(`objects that move to another type while a backup runs are in it once, where they are in the end (${kind}, ${keyset ? 'by key' : 'by offset'})`, async () => {
      for (let at = 1; at <= 12; at += 1) {
        const site = new PretendSite({ types: { 10: 600, 11: 5, 12: 0 }, keyset });
        let page = 0;
        site.beforePage = (call) => {
          if (call.kind === kind) page += 1;
          if (page !== at) return;
          page += 1;
          for (const id of ['3', '300', '599']) site.move(id, '11', 5000);
          site.move('602', '12', 5000);
        };
        const { run, writer } = readingOf(site);
        await run.run();
        const expected = Object.fromEntries(
          [...site.objectsOf.values()].flat().map(({ id, typeId }) => [id, [typeId]]),
        );
        assert.deepEqual(placesOf(writer), expected, `moved before page ${at}`);
      }
    });

test('an object that moves with every census stands under one type in the end', async () => {
  for (const keyset of [true, false]) {
    const site = new PretendSite({ types: { 10: 50, 11: 50 }, keyset });
    let at = 0;
    site.beforePage = () => {
      at += 1;
      site.move('7', at % 2 === 0 ? '10' : '11', at * 1000);
    };
    const { run, writer } = readingOf(site);
    await run.run();
    assert.equal(placesOf(writer)['7']?.length, 1);
    assert.equal(objectIds(writer).length, 100);
  }
});

test('an object that moves to another schema is gone from this one', async () => {
  const site = new PretendSite({ types: { 10: 50 }, keyset: true });
  const types = site.objectTypes.bind(site);
  site.objectTypes = async () => (await types()).filter(({ id }) => id !== '99');
  site.beforePage = ({ kind }) => {
    if (kind === 'census' && site.objectsOf.get('10')!.length === 50) site.move('7', '99', 5000);
  };
  const { run, writer } = readingOf(site);
  await run.run();
  assert.equal(objectIds(writer).length, 49);
  assert.equal(placesOf(writer)['7'], undefined);
});
