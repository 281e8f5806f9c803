import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  lookUpObjects,
  readObjectsById,
} from '../../../../src/core/assets/reading/read-objects-by-id.ts';
import { UnansweredObjects } from '../../../../src/core/assets/reading/unanswered-objects.ts';
import { readObjects } from '../../../../src/core/assets/reading/read-objects.ts';
import type { ObjectPage } from '../../../../src/core/assets/ports/pages/object-page.ts';
import { SeenObjects } from '../../../../src/core/assets/reading/seen-objects.ts';
import { takeCensus } from '../../../../src/core/assets/reading/take-census.ts';
import { PretendSite } from '../../../support/sites/in-memory/pretend-site.ts';
import { SteppingClock } from '../../../support/clocks/stepping-clock.ts';

const pace = () => ({ signal: new AbortController().signal, clock: new SteppingClock() });

async function idsRead(
  site: PretendSite,
  keyset = site.keyset,
  unanswered?: UnansweredObjects,
): Promise<string[]> {
  const types = (await site.objectTypes()).map(({ id, objectCount }) => ({
    id,
    expected: objectCount,
  }));
  const ids = new Set<string>();
  for await (const { page } of readObjects(site, types, { ...pace(), keyset, unanswered }))
    for (const { id } of page.objects) ids.add(id);
  return [...ids];
}

async function idsCounted(site: PretendSite, keyset = site.keyset): Promise<number> {
  const types = (await site.objectTypes()).map(({ id, objectCount }) => ({
    id,
    read: new SeenObjects(),
    expected: objectCount,
  }));
  const census = await takeCensus(site, types, keyset, pace());
  return [...census.values()].reduce((sum, seen) => sum + seen.size, 0);
}

for (const keyset of [true, false])
  for (const pageMax of [7, 25, 100, 249])
    test(`a site that gives ${pageMax} objects a page is read whole (${keyset ? 'by key' : 'by offset'})`, async () => {
      const site = new PretendSite({ types: { 10: 700, 11: 40, 12: 0 }, keyset });
      site.pageMax = pageMax;
      assert.equal((await idsRead(site)).length, 740);
      assert.equal(await idsCounted(site), 740);
    });

for (const keyset of [true, false])
  for (const pageMax of [7, 25, Infinity])
    test(`a site that lists every ninth object twice, ${pageMax} a page, is read whole (${keyset ? 'by key' : 'by offset'})`, async () => {
      const site = new PretendSite({ types: { 10: 700, 11: 40 }, keyset });
      site.pageMax = pageMax;
      const twice = <T extends { id: string }>(items: T[]): T[] =>
        items.flatMap((item) => (Number(item.id) % 9 === 0 ? [item, item] : [item]));
      const [objects, census] = [site.objects.bind(site), site.census.bind(site)];
      site.objects = async (...asked) => {
        const page = await (await objects(...asked)).read();
        return { read: async () => ({ ...page, objects: twice(page.objects) }) };
      };
      site.census = async (...asked) => {
        const page = await census(...asked);
        return { ...page, entries: twice(page.entries) };
      };
      assert.equal((await idsRead(site)).length, 740);
      assert.equal(await idsCounted(site), 740);
    });

for (const beyond of ['refused', 'empty'] as const) {
  test(`what lies beyond the last offset of a site (${beyond} there) is read by key`, async () => {
    const site = new PretendSite({ types: { 10: 1900, 11: 30 }, keyset: true });
    Object.assign(site, { window: 1000, beyondWindow: beyond });
    assert.equal((await idsRead(site)).length, 1930);
    assert.equal(await idsCounted(site), 1930);
  });

  test(`where a site cannot be paged by key, its last offset (${beyond} there) ends the reading, and not the run`, async () => {
    const site = new PretendSite({ types: { 10: 1900, 11: 30 }, keyset: false });
    Object.assign(site, { window: 1000, beyondWindow: beyond });
    assert.equal((await idsRead(site)).length, 1030);
    assert.ok((await idsCounted(site)) >= 999);
  });
}

for (const keyset of [true, false])
  test(`the same page for ever ends a reading and a census (${keyset ? 'by key' : 'by offset'})`, async () => {
    const site = new PretendSite({ types: { 10: 900 }, keyset });
    site.stuck = true;
    site.beforePage = () => assert.ok(site.calls < 40, 'the reading must come to an end');
    assert.equal((await idsRead(site)).length, 250);
    site.calls = 0;
    assert.equal(await idsCounted(site), 900);
  });

for (const keyset of [true, false])
  test(`objects that never end are an error that says so (${keyset ? 'by key' : 'by offset'})`, async () => {
    const site = new PretendSite({ types: { 10: 250 }, keyset });
    let made = 0;
    const fresh = () => {
      made += 250;
      return Array.from({ length: 250 }, (_none, at) => site.make('10', made + at));
    };
    site.objects = async () => ({
      read: async () => ({
        objects: fresh(),
        users: [],
        groups: [],
        odd: [],
        last: false,
        unreadable: [],
      }),
    });
    site.census = async () => ({ entries: fresh(), received: 250, last: false });
    site.countObjects = async () => 250;
    await assert.rejects(idsRead(site), { code: 'endless-list' });
    await assert.rejects(idsCounted(site), { code: 'endless-list' });
  });

for (const keyset of [true, false])
  for (const at of [1, 2, 4, 7])
    test(`one empty answer (call ${at}) that calls itself the last loses nothing (${keyset ? 'by key' : 'by offset'})`, async () => {
      const site = new PretendSite({ types: { 10: 1900, 11: 30 }, keyset });
      const objects = site.objects.bind(site);
      const empty = {
        objects: [],
        users: [],
        groups: [],
        last: true,
        unreadable: [],
        odd: [],
      };
      let calls = 0;
      site.objects = async (...asked) => {
        calls += 1;
        return calls === at ? { read: async () => empty } : objects(...asked);
      };
      assert.equal((await idsRead(site)).length, 1930);
    });

for (const keyset of [true, false])
  test(`a site that calls every page the last one is read to the end that it counts (${keyset ? 'by key' : 'by offset'})`, async () => {
    const site = new PretendSite({ types: { 10: 700 }, keyset });
    site.pageMax = 100;
    const [objects, census] = [site.objects.bind(site), site.census.bind(site)];
    site.objects = async (...asked) => {
      const received = await objects(...asked);
      return { read: async () => ({ ...(await received.read()), last: true }) };
    };
    site.census = async (...asked) => ({ ...(await census(...asked)), last: true });
    assert.equal((await idsRead(site)).length, 700);
    assert.equal(await idsCounted(site), 700);
  });

test('objects asked for by id come all, however few a site gives at once, and gone ones end nothing', async () => {
  for (const pageMax of [1, 30, 100, 124]) {
    const site = new PretendSite({ types: { 10: 500 }, keyset: true });
    site.pageMax = pageMax;
    const wanted = [...Array.from({ length: 180 }, (_none, at) => String(at * 2 + 1)), '77777'];
    for (const read of [
      readObjectsById(site, wanted, pace()),
      lookUpObjects(site, [...wanted, ...wanted]),
    ]) {
      const ids: string[] = [];
      for await (const { objects } of read) ids.push(...objects.map(({ id }) => id));
      assert.deepEqual(
        ids.sort((a, b) => Number(a) - Number(b)),
        wanted.slice(0, -1),
        `${pageMax} at once`,
      );
    }
  }
});

test('objects that all are gone are asked for once', async () => {
  const site = new PretendSite({ types: { 10: 5 }, keyset: true });
  for await (const page of lookUpObjects(site, ['100', '101']))
    assert.equal(page.objects.length, 0);
  assert.equal(site.calls, 1);
});

async function pagesOf(reading: AsyncIterable<ObjectPage>): Promise<ObjectPage[]> {
  const pages: ObjectPage[] = [];
  for await (const page of reading) pages.push(page);
  return pages;
}

const mayLeaveOut = (site: PretendSite) =>
  new UnansweredObjects({ askAgain: (id) => site.objectsById([id]) });

for (const keyset of [true, false])
  test(`a page that never comes because of one object is halved, and the others of it come (${keyset ? 'by key' : 'by offset'})`, async () => {
    const site = new PretendSite({ types: { 10: 700, 11: 40 }, keyset });
    for (const id of ['100', '700', '740']) site.unanswered.add(id);
    const ids = await idsRead(site, keyset, mayLeaveOut(site));
    assert.equal(ids.length, 737);
    assert.ok(site.calls < 100, `${site.calls} calls`);
  });

test('an object that never comes ends a reading that may leave none out', async () => {
  const site = new PretendSite({ types: { 10: 700 }, keyset: false });
  site.unanswered.add('300');
  await assert.rejects(idsRead(site), { code: 'site-unreachable', message: 'The site failed.' });
  const byId = readObjectsById(site, ['1', '300'], pace());
  await assert.rejects(pagesOf(byId), { code: 'site-unreachable' });
});

test('a site that returns no object any more is down, and none is given up', async () => {
  const site = new PretendSite({ types: { 10: 700 }, keyset: false });
  for (let id = 1; id <= 700; id += 1) site.unanswered.add(String(id));
  await assert.rejects(idsRead(site, false, mayLeaveOut(site)), { message: 'The site failed.' });
  site.unanswered.clear();
  site.calls = 0;
  site.beforePage = () => {
    if (site.calls === 3) for (let id = 1; id <= 700; id += 1) site.unanswered.add(String(id));
  };
  await assert.rejects(idsRead(site, false, mayLeaveOut(site)), { message: 'The site failed.' });
  assert.ok(site.calls < 100, `${site.calls} calls`);
});

test('many objects that never come end a reading with a sentence', async () => {
  const site = new PretendSite({ types: { 10: 1000 }, keyset: false });
  for (let id = 2; id <= 1000; id += 2) site.unanswered.add(String(id));
  await assert.rejects(idsRead(site, false, mayLeaveOut(site)), {
    code: 'site-unreachable',
    message: /repeatedly fails to return many others \(status 500: Broken\)\. Check Assets/,
  });
  assert.ok(site.calls < 1_000, `${site.calls} calls`);
});

test('objects asked for by id that never come are unreadable, with the words of the site', async () => {
  const site = new PretendSite({ types: { 10: 500 }, keyset: true });
  for (const id of ['7', '300']) site.unanswered.add(id);
  const wanted = Array.from({ length: 500 }, (_none, at) => String(at + 1));
  const unanswered = mayLeaveOut(site);
  const pages = await pagesOf(readObjectsById(site, wanted, { ...pace(), unanswered }));
  assert.equal(pages.flatMap(({ objects }) => objects).length, 498);
  assert.deepEqual(
    pages.flatMap(({ unreadable }) => unreadable).sort((a, b) => Number(a.id) - Number(b.id)),
    ['7', '300'].map((id) => ({
      id,
      reason: 'the site repeatedly failed to return it (status 500: Broken)',
    })),
  );
  assert.ok(site.calls < 60, `${site.calls} calls`);
});
