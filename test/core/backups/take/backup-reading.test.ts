import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Unanswered } from '../../../../src/core/assets/ports/pages/unanswered.ts';
import { Refused, Unavailable } from '../../../../src/core/kernel/errors.ts';
import { PretendSite } from '../../../support/sites/in-memory/pretend-site.ts';
import { objectIds, readingOf, siteIds } from '../../../support/sites/in-memory/reading-of.ts';

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
    const { run, writer } = readingOf(site);
    await run.run();
    assert.deepEqual(objectIds(writer), siteIds(site));
    assert.equal(run.moving.count, 0);
  });

  test(`objects that the site never answers are listed with its words, and the others kept (${how})`, async () => {
    const site = new PretendSite({ types: { 10: 1700, 11: 40 }, keyset });
    for (const id of ['400', '1740']) site.unanswered.add(id);
    const { run, writer, state } = readingOf(site);
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

  for (const error of [
    new Refused('site-refused', 'Atlassian refused POST object/aql with status 400.'),
    new Unavailable('unexpected-answer', 'The answer has an unknown format.'),
  ]) {
    test(`objects for which the site always says ${error.code} are listed, and the others kept (${how})`, async () => {
      const site = new PretendSite({ types: { 10: 1700, 11: 40 }, keyset });
      site.insteadOfUnanswered = () => error;
      for (const id of ['400', '1740']) site.unanswered.add(id);
      const { run, writer, state } = readingOf(site);
      await run.run();
      const others = siteIds(site).filter((id) => !site.unanswered.has(id));
      assert.deepEqual(objectIds(writer), others);
      const why = error.message.replace(/\.$/, '');
      assert.deepEqual(
        state.unsaved.listed.map(({ id, reason }) => `${id}: ${reason}`).sort(),
        ['1740', '400'].map((id) => `${id}: the site repeatedly failed to return it (${why})`),
      );
      assert.ok(site.calls < 150, `${site.calls} calls`);
    });

    test(`a census for which the site always says ${error.code} leaves what was read, and is told (${how})`, async () => {
      const site = new PretendSite({ types: { 10: 1700, 11: 40 }, keyset });
      Object.assign(site, { hasNoCensus: true, insteadOfUnanswered: () => error });
      const { run, writer } = readingOf(site);
      const { objects } = await run.run();
      assert.deepEqual(objectIds(writer), siteIds(site));
      assert.match(objects?.message ?? '', /failed to list the objects without their values/);
    });

    test(`a site that says ${error.code} for each object ends the reading with it (${how})`, async () => {
      const site = new PretendSite({ types: { 10: 700 }, keyset });
      site.insteadOfUnanswered = () => error;
      for (const id of siteIds(site)) site.unanswered.add(id);
      await assert.rejects(readingOf(site).run.run(), error);
    });
  }

  test(`an object that moves while it is read, and comes without its type, is kept once, and none is listed (${how})`, async () => {
    const site = new PretendSite({ types: { 10: 700, 11: 40 }, keyset });
    site.namesTypes = false;
    let moved = false;
    site.beforePage = ({ kind }) => {
      if (moved || kind !== 'census') return;
      moved = true;
      site.move('3', '11', 5000);
    };
    const { run, writer, state } = readingOf(site);
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
    const { run, writer } = readingOf(site);
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
    const { run, writer } = readingOf(site);
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
        const { run, writer } = readingOf(site);
        await run.run();
        if (page > 41 || events.every((candidate) => candidate.at < page - 2))
          assert.deepEqual(objectIds(writer), siteIds(site));
        const read = new Set(objectIds(writer));
        for (const id of siteIds(site).filter((candidate) => Number(candidate) < 100_000))
          assert.ok(read.has(id), `object ${id} existed throughout`);
      }),
      { numRuns: 30 },
    );
  });
}

test('a schema that is deleted while it is read ends the reading instead of emptying it', async () => {
  const site = new PretendSite({ types: { 10: 1200 }, keyset: true });
  site.beforePage = ({ kind }) => {
    if (kind === 'census') {
      site.gone = true;
      site.objectsOf.set('10', []);
    }
  };
  const { run, writer } = readingOf(site);
  await assert.rejects(run.run(), { code: 'schema-gone' });
  assert.equal(objectIds(writer).length, 1200);
});

for (const [clock, updated] of [
  ['as ours', '2026-11-23T12:00:01Z'],
  ['11 hours behind', '2026-11-23T01:00:01Z'],
] as const)
  test(`a resumed reading goes on where it was and reads again what changed since its start (clock of the site: ${clock})`, async () => {
    const site = new PretendSite({ types: { 10: 1500 }, keyset: true });
    const first = readingOf(site);
    for (const object of site.objectsOf.get('10')!.slice(0, 1000))
      await first.writer.put({ kind: 'object', type: '10', id: object.id, label: '', body: {} });
    const changed = site.objectsOf.get('10')![4]!;
    changed.updated = new Date(Date.parse(updated)).toISOString();
    const { run, writer } = readingOf(site, first.writer, { contiguous: { 10: 1000 } });
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
    const { run, writer } = readingOf(site);
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
  const { run, writer } = readingOf(site);
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
  const { run, writer } = readingOf(site);
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
  await assert.rejects(readingOf(site).run.run(), { code: 'site-unreachable', message: 'down' });
});

test('what is gone of a schema, and a refused token, end it', async () => {
  for (const code of ['schema-gone', 'token-refused']) {
    const site = new PretendSite({ types: { 10: 2 }, keyset: true });
    const refuse = async () => {
      throw new Refused(code, 'no');
    };
    if (code === 'schema-gone') site.schema = refuse;
    else site.statusTypes = refuse;
    await assert.rejects(readingOf(site).run.run(), { code });
  }
});

test('what still changes at the end is listed by the beginning of its label, however long that is', async () => {
  const site = new PretendSite({ types: { 10: 20 }, keyset: true });
  const changing = site.objectsOf.get('10')![4]!;
  changing.label = 'x'.repeat(1 << 20);
  let looks = 0;
  site.beforePage = ({ kind }) => {
    looks += 1;
    if (kind === 'census') changing.updated = new Date(looks * 60_000).toISOString();
  };
  const { run } = readingOf(site);
  await run.run();
  assert.deepEqual(run.moving.listed[0], { id: changing.id, label: 'x'.repeat(256) });
});
