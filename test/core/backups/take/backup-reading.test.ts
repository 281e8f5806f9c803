import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NotedList } from '../../../../src/core/backups/noted-list.ts';
import { BackupReading } from '../../../../src/core/backups/take/backup-reading.ts';
import { ProgressMeter } from '../../../../src/core/runs/progress-meter.ts';
import { MemoryWriter } from '../../../support/memory-writer.ts';
import { PretendSite } from '../../../support/pretend-site.ts';
import { SteppingClock } from '../../../support/stepping-clock.ts';

function reading(
  site: PretendSite,
  writer = new MemoryWriter(),
  contiguous: Record<string, number> = {},
) {
  const clock = new SteppingClock();
  const run = new BackupReading({
    site,
    schemaId: site.schemaId,
    writer,
    meter: new ProgressMeter(clock, ''),
    signal: new AbortController().signal,
    clock,
    startedAtMs: clock.now(),
    state: { contiguous, unsaved: new NotedList() },
    afterPage: async () => undefined,
  });
  return { run, writer };
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

test('an empty schema is refused with its sentence', async () => {
  await assert.rejects(reading(new PretendSite({ types: { 10: 0 }, keyset: true })).run.run(), {
    code: 'schema-empty',
    message: 'The schema is empty: there is nothing to back up.',
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

test('a resumed reading goes on where it was and reads again what changed since its start', async () => {
  const site = new PretendSite({ types: { 10: 1500 }, keyset: true });
  const first = reading(site);
  for (const object of site.objectsOf.get('10')!.slice(0, 1000))
    await first.writer.put({ kind: 'object', type: '10', id: object.id, label: '', body: {} });
  const changed = site.objectsOf.get('10')![4]!;
  changed.updated = new Date(Date.parse('2026-11-23T12:00:01Z')).toISOString();
  const { run, writer } = reading(site, first.writer, { 10: 1000 });
  await run.run();
  assert.deepEqual(objectIds(writer), siteIds(site));
  assert.equal(writer.records.get('object 10 5')!.label, 'Object 5');
});
