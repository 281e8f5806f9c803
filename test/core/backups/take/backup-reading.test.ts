import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NotedList } from '../../../../src/core/backups/noted-list.ts';
import type { ReadingState } from '../../../../src/core/backups/part-reading.ts';
import { Unanswered } from '../../../../src/core/assets/ports/pages/unanswered.ts';
import { Refused, Unavailable } from '../../../../src/core/kernel/errors.ts';
import { BackupReading } from '../../../../src/core/backups/take/backup-reading.ts';
import { ProgressMeter } from '../../../../src/core/runs/progress-meter.ts';
import { MemoryWriter } from '../../../support/sites/memory-writer.ts';
import { PretendSite } from '../../../support/sites/pretend-site.ts';
import { SteppingClock } from '../../../support/clocks/stepping-clock.ts';

function reading(
  site: PretendSite,
  writer = new MemoryWriter(),
  contiguous: Record<string, number> = {},
  mayBeEmpty = false,
) {
  const clock = new SteppingClock();
  const state: ReadingState = {
    contiguous,
    unsaved: new NotedList(),
    kept: new NotedList(),
    lost: new NotedList(),
  };
  const run = new BackupReading({
    site,
    schemaId: site.schemaId,
    writer,
    meter: new ProgressMeter(clock, ''),
    signal: new AbortController().signal,
    clock,
    startedAtMs: clock.now(),
    state,
    afterPage: async () => undefined,
    mayBeEmpty,
  });
  return { run, writer, state };
}

const objectIds = (writer: MemoryWriter): string[] =>
  [...writer.records.values()]
    .filter((record) => record.kind === 'object')
    .map((record) => record.id)
    .sort((a, b) => Number(a) - Number(b));
const siteIds = (site: PretendSite): string[] =>
  [...site.objectsOf.values()]
    .flat()
    .map((object) => object.id)
    .sort((a, b) => Number(a) - Number(b));

/** The object, if it is there, has another value since the given page. */
function change(site: PretendSite, id: string, page: number): void {
  const found = [...site.objectsOf.values()].flat().find((object) => object.id === id);
  if (!found) return;
  found.updated = new Date(page * 10_000).toISOString();
  found.values = { '7': [{ value: `changed ${page}` }] };
}

for (const keyset of [true, false]) {
  const how = keyset ? 'by key' : 'by offset';

  test(`a schema at rest is read whole (${how})`, async () => {
    const site = new PretendSite({ types: { 10: 1700, 11: 0, 12: 3 }, keyset });
    const { run, writer } = reading(site);
    await run.run();
    assert.deepEqual(objectIds(writer), siteIds(site));
    assert.equal(run.moving.count, 0);
  });

  test(`objects that the site never answers are listed with its words, and the others kept (${how})`, async () => {
    const site = new PretendSite({ types: { 10: 1700, 11: 40 }, keyset });
    for (const id of ['400', '1740']) site.unanswered.add(id);
    const { run, writer, state } = reading(site);
    await run.run();
    const others = siteIds(site).filter((id) => !site.unanswered.has(id));
    assert.deepEqual(objectIds(writer), others);
    assert.deepEqual(
      state.unsaved.listed.map(({ id, reason }) => `${id}: ${reason}`).sort(),
      ['1740', '400'].map(
        (id) => `${id}: the site repeatedly failed to return it (status 500: Broken)`,
      ),
    );
    assert.ok(site.calls < 150, `${site.calls} calls`);
  });

  test(`an object that moves while it is read, and comes without its type, is kept once, and none is listed (${how})`, async () => {
    const site = new PretendSite({ types: { 10: 700, 11: 40 }, keyset });
    site.namesTypes = false;
    let moved = false;
    site.beforePage = ({ kind }) => {
      if (moved || kind !== 'census') return;
      moved = true;
      site.move('3', '11', 5000);
    };
    const { run, writer, state } = reading(site);
    await run.run();
    assert.deepEqual(objectIds(writer), siteIds(site));
    const found = [...writer.records.values()].find(
      ({ kind, id }) => kind === 'object' && id === '3',
    );
    assert.equal(found?.type, '11');
    assert.deepEqual(state.unsaved.listed, []);
  });

  test(`a census that the site never answers leaves the objects that were read, and is told (${how})`, async () => {
    const site = new PretendSite({ types: { 10: 1700, 11: 40 }, keyset });
    site.hasNoCensus = true;
    const { run, writer } = reading(site);
    const shortfalls = await run.run();
    assert.deepEqual(objectIds(writer), siteIds(site));
    assert.match(
      JSON.stringify(shortfalls),
      /failed to list the objects without their values \(status 500: Broken\)/,
    );
  });

  test(`an object deleted from a page already read does not hide the one that slips over the border (${how})`, async () => {
    const site = new PretendSite({ types: { 10: 1700 }, keyset });
    let deleted = false;
    site.beforePage = ({ kind, start }) => {
      if (deleted || kind !== 'objects' || !('offset' in start) || start.offset !== 500) return;
      deleted = true;
      site.delete('3');
      site.objectsOf.get('10')!.push(site.make('10', 9999, 5000)); // the count still fits
    };
    const { run, writer } = reading(site);
    await run.run();
    assert.deepEqual(objectIds(writer), siteIds(site));
  });

  test(`whatever is created, changed and deleted between pages: what was there throughout is there once, what is gone is gone (${how})`, async () => {
    const event = fc.record({
      at: fc.nat(40),
      kind: fc.constantFrom('create', 'change', 'delete'),
      id: fc.integer({ min: 1, max: 1200 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
        const site = new PretendSite({ types: { 10: 1100, 11: 90 }, keyset });
        let page = 0;
        let fresh = 100_000;
        site.beforePage = () => {
          page += 1;
          for (const { kind, id } of events.filter((candidate) => candidate.at === page)) {
            if (kind === 'delete') site.delete(String(id));
            if (kind === 'change') change(site, String(id), page);
            if (kind !== 'create') continue;
            fresh += 1;
            site.objectsOf.get('10')!.push(site.make('10', fresh, page * 10_000));
          }
        };
        const { run, writer } = reading(site);
        await run.run();
        if (page > 41 || events.every((candidate) => candidate.at < page - 2))
          assert.deepEqual(objectIds(writer), siteIds(site));
        for (const id of siteIds(site).filter((candidate) => Number(candidate) < 100_000))
          assert.ok(objectIds(writer).includes(id), `object ${id} existed throughout`);
      }),
      { numRuns: 30 },
    );
  });
}

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
        const { run, writer } = reading(site);
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
    const { run, writer } = reading(site);
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
  const { run, writer } = reading(site);
  await run.run();
  assert.equal(objectIds(writer).length, 49);
  assert.equal(placesOf(writer)['7'], undefined);
});

for (const beyond of ['refused', 'empty'] as const) {
  test(`a search that ends at an offset (${beyond} beyond it) is backed up whole where it can be paged by key`, async () => {
    const site = new PretendSite({ types: { 10: 2500 }, keyset: true });
    Object.assign(site, { window: 1000, beyondWindow: beyond });
    const { run, writer } = reading(site);
    assert.deepEqual(await run.run(), {});
    assert.equal(objectIds(writer).length, 2500);
  });

  test(`a search that ends at an offset (${beyond} beyond it) and cannot be paged by key: what is missing is told`, async () => {
    const site = new PretendSite({ types: { 10: 2500 }, keyset: false });
    Object.assign(site, { window: 1000, beyondWindow: beyond });
    const { run, writer } = reading(site);
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
    const { run, writer } = reading(site);
    assert.deepEqual(await run.run(), {});
    assert.equal(objectIds(writer).length, 300);
  }
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
  const { run, writer } = reading(site);
  assert.deepEqual(await run.run(), {});
  assert.equal(objectIds(writer).length, 400);
});

test('a site that counts objects and lists none is no empty schema', async () => {
  const site = new PretendSite({ types: { 10: 0 }, keyset: true });
  site.countObjects = async () => 20;
  const types = site.objectTypes.bind(site);
  site.objectTypes = async () => (await types()).map((type) => ({ ...type, objectCount: 20 }));
  await assert.rejects(reading(site).run.run(), {
    code: 'nothing-listed',
    message: /counts 20 objects in this schema but lists none/,
  });
});

test('an empty schema is refused with its sentence', async () => {
  await assert.rejects(reading(new PretendSite({ types: { 10: 0 }, keyset: true })).run.run(), {
    code: 'schema-empty',
    message:
      'The schema is empty, so there is nothing to back up. To back up its object types and attributes alone, turn on "Structure of an empty schema" in Backup now or in the schedule.',
  });
});

test('an empty schema is read where its structure was asked for, and not where it only seems empty', async () => {
  const empty = new PretendSite({ types: { 10: 0 }, keyset: true });
  const { run, writer } = reading(empty, new MemoryWriter(), {}, true);
  assert.deepEqual(await run.run(), {});
  assert.ok([...writer.records.values()].some(({ kind }) => kind === 'objectType'));
  empty.countObjects = async () => 20;
  const types = empty.objectTypes.bind(empty);
  empty.objectTypes = async () => (await types()).map((type) => ({ ...type, objectCount: 20 }));
  await assert.rejects(reading(empty, new MemoryWriter(), {}, true).run.run(), {
    code: 'nothing-listed',
  });
});

test('a schema that is deleted while it is read ends the reading instead of emptying it', async () => {
  const site = new PretendSite({ types: { 10: 1200 }, keyset: true });
  site.beforePage = ({ kind }) => {
    if (kind === 'census') {
      site.gone = true;
      site.objectsOf.set('10', []);
    }
  };
  const { run, writer } = reading(site);
  await assert.rejects(run.run(), { code: 'schema-gone' });
  assert.equal(objectIds(writer).length, 1200);
});

for (const [clock, updated] of [
  ['as ours', '2026-11-23T12:00:01Z'],
  ['11 hours behind', '2026-11-23T01:00:01Z'],
] as const)
  test(`a resumed reading goes on where it was and reads again what changed since its start (clock of the site: ${clock})`, async () => {
    const site = new PretendSite({ types: { 10: 1500 }, keyset: true });
    const first = reading(site);
    for (const object of site.objectsOf.get('10')!.slice(0, 1000))
      await first.writer.put({ kind: 'object', type: '10', id: object.id, label: '', body: {} });
    const changed = site.objectsOf.get('10')![4]!;
    changed.updated = new Date(Date.parse(updated)).toISOString();
    const { run, writer } = reading(site, first.writer, { 10: 1000 });
    await run.run();
    assert.deepEqual(objectIds(writer), siteIds(site));
    assert.equal(writer.records.get('object 10 5')!.label, 'Object 5');
  });

for (const keyset of [true, false])
  test(`a site whose clock leaps back and ahead while it is read hides no change (${keyset ? 'by key' : 'by offset'})`, async () => {
    const site = new PretendSite({ types: { 10: 1500 }, keyset });
    const leaps = [
      { id: '3', updated: '1999-01-01T00:00:00.000Z' },
      { id: '700', updated: '2099-01-01T00:00:00.000Z' },
      { id: '3', updated: '1998-12-31T23:59:59.999Z' },
      { id: '1400', updated: '1970-01-01T00:00:00.000Z' },
    ];
    let page = 0;
    site.beforePage = () => {
      page += 1;
      const leap = page > 2 ? leaps.shift() : undefined;
      const found = site.objectsOf.get('10')!.find(({ id }) => id === leap?.id);
      if (found && leap) Object.assign(found, { updated: leap.updated, label: `At ${page}` });
    };
    const { run, writer } = reading(site);
    await run.run();
    assert.equal(leaps.length, 0, 'all of them came');
    for (const { id, label } of site.objectsOf.get('10')!)
      assert.equal(writer.records.get(`object 10 ${id}`)?.label, label, `object ${id}`);
  });

test('statuses that the site refuses are told, and end no backup', async () => {
  const site = new PretendSite({ types: { 10: 2 }, keyset: true });
  site.statusTypes = async () => {
    throw new Refused('no-permission', "This account can't see it.");
  };
  const { run, writer } = reading(site);
  assert.deepEqual(await run.run(), {
    structure: { message: "The statuses couldn't be read. This account can't see it." },
  });
  assert.deepEqual(objectIds(writer), siteIds(site));
});

test('statuses that the site never answers are told, and end no backup', async () => {
  const site = new PretendSite({ types: { 10: 2 }, keyset: true });
  let asked = 0;
  site.statusTypes = async () => {
    asked += 1;
    throw new Unanswered('The site failed.', { why: 'status 500: Broken' });
  };
  const { run, writer } = reading(site);
  const { structure } = await run.run();
  assert.equal(structure?.message, "The statuses couldn't be read. The site failed.");
  assert.equal(asked, 4, 'twice at the beginning, twice at the end');
  assert.deepEqual(objectIds(writer), siteIds(site));
});

test('a site that answers nothing while statuses are read ends it', async () => {
  const site = new PretendSite({ types: { 10: 2 }, keyset: true });
  site.statusTypes = async () => {
    site.schema = async () => {
      throw new Unavailable('site-unreachable', 'down');
    };
    throw new Unanswered('The site failed.', { why: 'status 500: Broken' });
  };
  await assert.rejects(reading(site).run.run(), { code: 'site-unreachable', message: 'down' });
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
  const { run, writer } = reading(site);
  const { objects } = await run.run();
  assert.match(objects?.message ?? '', /^The site counts 13 more objects than it lists/);
  assert.equal(counts, 2, 'once each time it is compared');
  assert.deepEqual(objectIds(writer), siteIds(site));
});

test('what is gone of a schema, and a refused token, end it', async () => {
  for (const code of ['schema-gone', 'token-refused']) {
    const site = new PretendSite({ types: { 10: 2 }, keyset: true });
    const refuse = async () => {
      throw new Refused(code, 'no');
    };
    if (code === 'schema-gone') site.objectTypes = refuse;
    else site.statusTypes = refuse;
    await assert.rejects(reading(site).run.run(), { code });
  }
});
