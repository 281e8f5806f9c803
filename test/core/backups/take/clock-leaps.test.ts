/** Backups while somebody sets the machine's clock. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY_MS, HOUR_MS } from '../../../../src/core/kernel/time/durations.ts';
import { LeapingClock } from '../../../support/clocks/leaping-clock.ts';
import { PretendSite } from '../../../support/sites/in-memory/pretend-site.ts';
import { objectIds, readingOf, siteIds } from '../../../support/sites/in-memory/reading-of.ts';

const LEAPS = [3 * DAY_MS, -6 * DAY_MS, HOUR_MS, -HOUR_MS, 400 * DAY_MS, -400 * DAY_MS];

for (const keyset of [true, false])
  test(`a backup is whole, however often the clock leaps while it runs (${keyset ? 'by key' : 'by offset'})`, async () => {
    const site = new PretendSite({ types: { 10: 1500, 11: 700 }, keyset });
    const clock = new LeapingClock();
    let page = 0;
    site.beforePage = () => {
      clock.leap(LEAPS[page % LEAPS.length] ?? 0);
      page += 1;
      const changed = site.objectsOf.get('10')?.[page];
      if (changed && page < 4)
        Object.assign(changed, {
          updated: new Date(Date.UTC(2026, 10, 23, 12, page)).toISOString(),
          label: `At ${page}`,
        });
    };
    const { run, writer } = readingOf(site, undefined, { clock });
    assert.deepEqual(await run.run(), {});
    assert.ok(page > LEAPS.length);
    assert.deepEqual(objectIds(writer), siteIds(site));
    for (const { id, label } of site.objectsOf.get('10') ?? [])
      assert.equal(writer.records.get(`object 10 ${id}`)?.label, label);
  });

for (const aheadMs of [3 * DAY_MS, -3 * DAY_MS, 400 * DAY_MS])
  test(`a backup that is continued reads again what changed since it began, by a clock that was off by ${aheadMs / DAY_MS} days then`, async () => {
    const site = new PretendSite({ types: { 10: 1500 }, keyset: true });
    const clock = new LeapingClock();
    const first = readingOf(site);
    for (const { id } of (site.objectsOf.get('10') ?? []).slice(0, 1000))
      await first.writer.put({ kind: 'object', type: '10', id, label: '', body: {} });
    const changed = site.objectsOf.get('10')?.[4];
    assert.ok(changed);
    changed.updated = new Date(clock.now() + 1_000).toISOString();
    const { run, writer } = readingOf(site, first.writer, {
      contiguous: { 10: 1000 },
      clock,
      startedAtMs: clock.now() + aheadMs,
    });
    await clock.step(5_000);
    await run.run();
    assert.deepEqual(objectIds(writer), siteIds(site));
    assert.equal(writer.records.get(`object 10 ${changed.id}`)?.label, changed.label);
  });
