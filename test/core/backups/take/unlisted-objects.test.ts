import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unanswered } from '../../../../src/core/assets/ports/pages/unanswered.ts';
import { MemoryWriter } from '../../../support/sites/in-memory/memory-writer.ts';
import { PretendSite } from '../../../support/sites/in-memory/pretend-site.ts';
import { objectIds, readingOf, siteIds } from '../../../support/sites/in-memory/reading-of.ts';

for (const beyond of ['refused', 'empty'] as const) {
  test(`a search that ends at an offset (${beyond} beyond it) is backed up whole where it can be paged by key`, async () => {
    const site = new PretendSite({ types: { 10: 2500 }, keyset: true });
    Object.assign(site, { window: 1000, beyondWindow: beyond });
    const { run, writer } = readingOf(site);
    assert.deepEqual(await run.run(), {});
    assert.equal(objectIds(writer).length, 2500);
  });

  test(`a search that ends at an offset (${beyond} beyond it) and cannot be paged by key: what is missing is told`, async () => {
    const site = new PretendSite({ types: { 10: 2500 }, keyset: false });
    Object.assign(site, { window: 1000, beyondWindow: beyond });
    const { run, writer } = readingOf(site);
    assert.match(
      (await run.run())['objects']?.message ?? '',
      /counts 1,500 more objects than it lists, even when asked twice/,
    );
    assert.equal(objectIds(writer).length, 1000);
  });
}

test('a number of objects that came with a type is no verdict: the search is asked to count', async () => {
  for (const said of [0, 5_000]) {
    const site = new PretendSite({ types: { 10: 300 }, keyset: true });
    const types = site.objectTypes.bind(site);
    site.objectTypes = async () => (await types()).map((type) => ({ ...type, objectCount: said }));
    const { run, writer } = readingOf(site);
    assert.deepEqual(await run.run(), {});
    assert.equal(objectIds(writer).length, 300);
  }
});

test('a count that the site never answers ends no backup, and is asked for once', async () => {
  const site = new PretendSite({ types: { 10: 2, 11: 3 }, keyset: true });
  const { objectTypes } = site;
  site.objectTypes = async (...asked) =>
    (await objectTypes.apply(site, asked)).map((type) => ({ ...type, objectCount: 9 }));
  let counts = 0;
  site.countObjects = async () => {
    counts += 1;
    throw new Unanswered('The site failed.', { why: 'status 500: Broken' });
  };
  const { run, writer } = readingOf(site);
  const { objects } = await run.run();
  assert.match(objects?.message ?? '', /^The site counts 13 more objects than it lists/);
  assert.equal(counts, 2, 'once each time it is compared');
  assert.deepEqual(objectIds(writer), siteIds(site));
});

test('what a site did not list at first and lists when it is asked again is not missing', async () => {
  const site = new PretendSite({ types: { 10: 400 }, keyset: true });
  const all = site.objectsOf.get('10')!;
  let censuses = 0;
  site.beforePage = ({ kind }) => {
    if (kind === 'census') censuses += 1;
    site.objectsOf.set('10', censuses > 1 ? all : all.slice(0, 100));
  };
  const types = site.objectTypes.bind(site);
  site.objectTypes = async () => (await types()).map((type) => ({ ...type, objectCount: 400 }));
  site.countObjects = async () => 400;
  const { run, writer } = readingOf(site);
  assert.deepEqual(await run.run(), {});
  assert.equal(objectIds(writer).length, 400);
});

test('a site that counts objects and lists none is no empty schema', async () => {
  const site = new PretendSite({ types: { 10: 0 }, keyset: true });
  site.countObjects = async () => 20;
  const types = site.objectTypes.bind(site);
  site.objectTypes = async () => (await types()).map((type) => ({ ...type, objectCount: 20 }));
  await assert.rejects(readingOf(site).run.run(), {
    code: 'nothing-listed',
    message: /counts 20 objects in this schema but lists none/,
  });
});

test('an empty schema is refused with its sentence', async () => {
  await assert.rejects(readingOf(new PretendSite({ types: { 10: 0 }, keyset: true })).run.run(), {
    code: 'schema-empty',
    message:
      'The schema is empty, so there is nothing to back up. To back up its object types and attributes alone, turn on "Structure of an empty schema" in Backup now or in the schedule.',
  });
});

test('an empty schema is read where its structure was asked for, and not where it only seems empty', async () => {
  const empty = new PretendSite({ types: { 10: 0 }, keyset: true });
  const { run, writer } = readingOf(empty, new MemoryWriter(), { mayBeEmpty: true });
  assert.deepEqual(await run.run(), {});
  assert.ok([...writer.records.values()].some(({ kind }) => kind === 'objectType'));
  empty.countObjects = async () => 20;
  const types = empty.objectTypes.bind(empty);
  empty.objectTypes = async () => (await types()).map((type) => ({ ...type, objectCount: 20 }));
  await assert.rejects(readingOf(empty, new MemoryWriter(), { mayBeEmpty: true }).run.run(), {
    code: 'nothing-listed',
  });
});
