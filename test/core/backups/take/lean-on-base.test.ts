import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Backup } from '../../../../src/core/backups/backup.ts';
import { NotedList } from '../../../../src/core/backups/reading/noted-list.ts';
import type { Leaning } from '../../../../src/core/backups/reading/part-reading.ts';
import { BackupReading } from '../../../../src/core/backups/take/backup-reading.ts';
import { leanOnBase, objectsRead } from '../../../../src/core/backups/take/lean-on-base.ts';
import type { Clock } from '../../../../src/core/kernel/time/clock.ts';
import { runId } from '../../../../src/core/kernel/ids.ts';
import { ProgressMeter } from '../../../../src/core/runs/progress-meter.ts';
import type { BackupRecord } from '../../../../src/core/storages/records/backup-record.ts';
import { DEEDS, LivingSite, type Deed } from '../../../support/sites/in-memory/living-site.ts';
import { MemoryWriter } from '../../../support/sites/in-memory/memory-writer.ts';

const WHO = { accountId: 'a', workspaceId: 'w' };

/** A backup, as a later one finds it. */
interface Taken {
  backup: Backup;
  writer: MemoryWriter;
}

const clockOf = (site: LivingSite): Clock => ({
  now: () => site.now,
  monotonicMs: () => site.now,
  sleep: async () => undefined,
});

interface HowTaken {
  fullEvery?: number;
  random?: () => number;
  /** Before which page of the site the first attempt dies, and what happens then. */
  dies?: { page: number; meanwhile: () => void } | undefined;
}

/** Backs the site up, on the base where there is one. */
async function take(site: LivingSite, base?: Taken, how: HowTaken = {}): Promise<Taken> {
  const { fullEvery = 1000, random, dies } = how;
  const clock = clockOf(site);
  const writer = new MemoryWriter(base?.writer.records.values());
  const unsaved = new NotedList<never>();
  const [kept, lost] = [new NotedList<never>(), new NotedList<never>()];
  const state = { contiguous: {}, unsaved, kept, lost };
  const leaning: Leaning = { silent: new NotedList(), isUnsteady: false };
  const from = clock.now();
  const attempt = async (): Promise<BackupReading> => {
    const reading = new BackupReading({
      site,
      schemaId: site.schemaId,
      writer,
      meter: new ProgressMeter(clock, ''),
      signal: new AbortController().signal,
      clock,
      startedAtMs: from,
      state,
      leaning,
      base: leanOnBase(base?.backup, { ...WHO, fullEvery }),
      random,
      afterPage: async () => undefined,
    });
    await reading.run();
    return reading;
  };
  const reading = await (dies ? dieOnce(site, attempt, dies) : attempt());
  const facts = { base: base?.backup, leaning, outcome: reading.outcome, from, fullEvery };
  return { writer, backup: backupOf({ ...facts, to: clock.now() }, reading.moving.listed) };
}

/** The second attempt continues what the first one left. */
async function dieOnce<T>(
  site: LivingSite,
  attempt: () => Promise<T>,
  { page, meanwhile }: NonNullable<HowTaken['dies']>,
): Promise<T> {
  let pages = 0;
  const { beforePage } = site;
  site.beforePage = (call) => {
    pages += 1;
    if (pages === page) throw new Error('killed');
    beforePage(call);
  };
  const first = attempt();
  const ended = await first.catch(() => undefined);
  site.beforePage = beforePage;
  if (ended) return ended;
  meanwhile();
  return attempt();
}

function backupOf(facts: Parameters<typeof objectsRead>[0], moving: Backup['moving']): Backup {
  const none = { kept: [], lost: [], lostCount: 0, parts: [], moving, movingCount: moving.length };
  const site = { siteUrl: '', ...WHO };
  const completedAt = new Date(facts.to);
  const read = objectsRead(facts);
  return { ...none, id: runId('b'), site, completedAt, objectsRead: read } as unknown as Backup;
}

/** All records by what they are called. */
const contents = ({ writer }: Taken): Record<string, BackupRecord> =>
  Object.fromEntries([...writer.records].toSorted(([a], [b]) => (a < b ? -1 : 1)));
const takenOver = ({ backup }: Taken): number => backup.objectsRead?.takenOver?.objects ?? 0;

interface Done {
  deed: Deed;
  which: number;
  /** How long before it nothing was done, ms. */
  after: number;
}

function doAll(site: LivingSite, deeds: readonly Done[]): void {
  for (const { deed, which, after } of deeds) {
    site.now += after;
    site.do(deed, which);
  }
}

const done = fc.record({
  deed: fc.constantFrom(...DEEDS, ...(['edit', 'edit', 'edit'] as const)),
  which: fc.nat(5000),
  after: fc.constantFrom(0, 300, 5_000, 61_000, 3_600_000),
});
const living = fc.record({
  keyset: fc.boolean(),
  offsetMs: fc.constantFrom(0, -11 * 3_600_000, 14 * 3_600_000, 90_000, -90_000),
  resolutionMs: fc.constantFrom(1, 1_000, 60_000),
  namesTypes: fc.boolean(),
});
/** What is done before a backup, and what while it is taken, before a page of the site. */
const round = fc.record({
  before: fc.array(done, { maxLength: 4 }),
  during: fc.array(fc.record({ page: fc.nat(6), done }), { maxLength: 2 }),
  dies: fc.option(fc.record({ page: fc.integer({ min: 1, max: 12 }), meanwhile: fc.array(done) })),
});

test('a backup that leans on others equals a full one of the same moment, whatever happens', async () => {
  let leaned = 0;
  await fc.assert(
    fc.asyncProperty(living, fc.array(round, { maxLength: 4 }), async (options, rounds) => {
      const site = new LivingSite(options);
      let last = await take(site);
      for (const { before, during, dies } of rounds) {
        doAll(site, before);
        let pages = 0;
        site.beforePage = () => {
          site.now += 150;
          pages += 1;
          doAll(
            site,
            during.flatMap((each) => (each.page === pages ? [each.done] : [])),
          );
        };
        const meanwhile = () => doAll(site, dies?.meanwhile ?? []);
        last = await take(site, last, {
          dies: dies ? { ...dies, meanwhile } : undefined,
        });
        site.beforePage = () => undefined;
        site.now += 200;
      }
      const leaning = await take(site, last);
      assert.deepEqual(contents(leaning), contents(await take(site)));
      leaned += takenOver(leaning);
    }),
    { numRuns: 40 },
  );
  assert.ok(leaned > 40 * 30, `only ${leaned} objects were taken over`);
});

/** A schema that was at rest for days before it was backed up. */
async function restingSite(
  types?: Record<string, number>,
): Promise<{ site: LivingSite; first: Taken }> {
  const site = new LivingSite(types ? { types } : {});
  const first = await take(site);
  site.now += 3_600_000;
  return { site, first };
}

test('an unchanged schema costs a tenth of the calls with values', async () => {
  const { site, first } = await restingSite({ 10: 6_000, 11: 2_000 });
  const cost = site.valueCalls;
  const second = await take(site, first);
  assert.ok(site.valueCalls - cost <= cost / 10, `${site.valueCalls - cost} calls after ${cost}`);
  assert.equal(takenOver(second), 8_000);
  const compared = second.backup.objectsRead?.takenOver?.compared ?? 0;
  assert.ok(compared > 20 && compared < 240, `${compared} were compared`);
  assert.deepEqual(contents(second), contents(first));
});

for (const deed of DEEDS)
  test(`without the sample as well, ${deed} is seen`, async () => {
    const { site, first } = await restingSite({ 10: 400, 11: 200 });
    site.do(deed, 157);
    const second = await take(site, first, { random: () => 1 });
    assert.deepEqual(contents(second), contents(await take(site)));
  });

test('objects that come without their type stand where the census lists them', async () => {
  const { site, first } = await restingSite();
  site.namesTypes = false;
  for (const deed of ['edit', 'add', 'move'] as const) site.do(deed, 157);
  const second = await take(site, first);
  assert.ok(takenOver(second) > 0);
  const full = await take(site);
  assert.deepEqual(contents(second), contents(full));
  const ids = Object.values(contents(full)).flatMap(({ kind, id }) =>
    kind === 'object' ? id : [],
  );
  assert.equal(new Set(ids).size, 231, 'each of them, once');
  assert.equal(ids.length, 231);
});

test('a change without a new update time makes this backup and the next ones whole', async () => {
  const { site, first } = await restingSite();
  site.editSilently('1');
  const second = await take(site, first, { fullEvery: 3, random: () => 0 });
  assert.equal(takenOver(second), 0);
  assert.deepEqual(
    second.backup.objectsRead?.silent.map(({ id }) => id),
    ['1'],
  );
  assert.deepEqual(contents(second), contents(await take(site)));
  const third = await take(site, second, { fullEvery: 3 });
  const fourth = await take(site, third, { fullEvery: 3 });
  const fifth = await take(site, fourth, { fullEvery: 3 });
  assert.deepEqual([third, fourth].map(takenOver), [0, 0]);
  assert.ok(takenOver(fifth) > 0);
});

test('of three backups in a row, one reads everything', async () => {
  const { site, first } = await restingSite();
  let last = first;
  const whole: boolean[] = [];
  for (let at = 2; at <= 7; at += 1) {
    last = await take(site, last, { fullEvery: 3 });
    whole.push(takenOver(last) === 0);
  }
  assert.deepEqual(whole, [false, false, true, false, false, true]);
});

test('a base that does not tell enough is not leaned on', async () => {
  const { first } = await restingSite();
  const read = first.backup.objectsRead;
  const lean = (change: object, reader = WHO): boolean =>
    leanOnBase({ ...first.backup, ...change }, { ...reader, fullEvery: 7 }) !== undefined;
  const leansOnRead = (change: object): boolean => lean({ objectsRead: { ...read, ...change } });
  assert.ok(lean({}));
  assert.ok(!lean({ objectsRead: undefined }), 'taken by an earlier version');
  assert.ok(!leansOnRead({ projection: 0 }));
  assert.ok(!leansOnRead({ isUnsteady: true }));
  assert.ok(!leansOnRead({ nextWhole: 1 }));
  assert.ok(!leansOnRead({ row: 6 }));
  assert.ok(!lean({}, { ...WHO, accountId: 'another' }));
  assert.ok(!lean({ damage: { foundAt: new Date(), found: [] } }));
  assert.ok(!lean({ verified: { at: new Date(), ok: false, damage: [] } }));
  assert.ok(!lean({ parts: [{ name: 'objects', status: 'incomplete', counts: {} }] }));
  assert.ok(!lean({ lostCount: 1001 }), 'not all of these are listed');
  assert.equal(leanOnBase(undefined, { ...WHO, fullEvery: 7 }), undefined);
});
