import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ARCHIVED_KIND } from '../../../../src/core/backups/parts/archived/archived-record.ts';
import type { ListedArchived } from '../../../../src/core/assets/model/listed-archived.ts';
import type { ObjectPage } from '../../../../src/core/assets/ports/pages/object-page.ts';
import { Unanswered } from '../../../../src/core/assets/ports/pages/unanswered.ts';
import { Refused, Unavailable } from '../../../../src/core/kernel/errors.ts';
import { PretendSite } from '../../../support/sites/in-memory/pretend-site.ts';
import { readingOf } from '../../../support/sites/in-memory/reading-of.ts';

const listed = (id: number): ListedArchived => ({
  id: String(id),
  typeId: '10',
  updated: '',
  archivedAt: '',
  archivedBy: { id: '', name: '' },
});
const unanswered = (): Error => new Unanswered('Broken.', { why: 'status 500' });
const noPermission = (): Error => new Refused('no-permission', "This account can't see it.");

/** A site with this archive; `failing` says what comes in the place of an object. */
function siteWith(
  ids: readonly number[],
  failing: (id: string) => Error | undefined,
  shortfall?: () => string | undefined,
) {
  const site = new PretendSite({ types: { 10: 3 }, keyset: true });
  const pageOf = (id: string): ObjectPage => {
    const error = failing(id);
    if (error) throw error;
    const objects = [site.make('10', Number(id))];
    return { objects, users: [], groups: [], odd: [], unreadable: [], last: true };
  };
  const archive = {
    archived: async () => ({ value: { objects: ids.map(listed), shortfall: shortfall?.() } }),
    archivedObject: async (id: string) => pageOf(id),
  };
  return Object.assign(site, { archive });
}

const archivedIn = (writer: ReturnType<typeof readingOf>['writer']): string[] =>
  [...writer.records.values()]
    .filter(({ kind }) => kind === ARCHIVED_KIND)
    .map(({ id }) => id)
    .sort();

const OF_ONE: [string, () => Error, RegExp][] = [
  ['never answers', unanswered, /failed to return it \(status 500\)/],
  ['refuses to show', noPermission, /can't see it/],
  ['answers oddly for', () => new Unavailable('unexpected-answer', 'Odd.'), /\(Odd\)/],
];
for (const [what, error, reason] of OF_ONE) {
  test(`an archived object that the site ${what} is listed once, and the others are kept`, async () => {
    const site = siteWith([101, 102, 103], (id) => (id === '102' ? error() : undefined));
    const { run, writer, state } = readingOf(site);
    const { archived } = await run.run();
    assert.deepEqual(archivedIn(writer), ['101', '103']);
    assert.deepEqual(
      state.unsaved.listed.map(({ id }) => id),
      ['102'],
    );
    assert.match(state.unsaved.listed[0]?.reason ?? '', reason);
    assert.deepEqual(archived, {
      message:
        "1 archived object couldn't be read. The reasons are listed with the objects that couldn't be saved.",
    });
  });

  test(`the only archived object, which the site ${what}, fails no backup`, async () => {
    const site = siteWith([101], error);
    const { run, state } = readingOf(site);
    const { archived } = await run.run();
    assert.equal(state.unsaved.count, 1);
    assert.match(archived?.message ?? '', /^1 archived object couldn't be read/);
  });
}

test('an archived object that comes at the second time is kept', async () => {
  let asked = 0;
  const { run, writer, state } = readingOf(
    siteWith([101], () => {
      asked += 1;
      return asked === 1 ? unanswered() : undefined;
    }),
  );
  assert.equal((await run.run())['archived'], undefined);
  assert.deepEqual([archivedIn(writer), state.unsaved.count], [['101'], 0]);
});

test('a site that no longer gives what it gave before ends the reading with what it says', async () => {
  let isGiven = true;
  const site = siteWith([101, 102, 103, 104, 105, 106, 107, 108], (id) => {
    if (id === '105') isGiven = false;
    return isGiven ? undefined : noPermission();
  });
  await assert.rejects(readingOf(site).run.run(), { code: 'no-permission' });
});

test('many archived objects that the site fails to give end the reading', async () => {
  const ids = Array.from({ length: 200 }, (_none, at) => 101 + at);
  const site = siteWith(ids, (id) => (id === '101' ? undefined : unanswered()));
  await assert.rejects(readingOf(site).run.run(), /fails to return many others/);
});

test('what a list of archived objects lacks is told, and the others are kept', async () => {
  const site = siteWith(
    [101, 102],
    () => undefined,
    () => 'Some are missing.',
  );
  const { run, writer } = readingOf(site);
  assert.deepEqual((await run.run())['archived'], { message: 'Some are missing.' });
  assert.deepEqual(archivedIn(writer), ['101', '102']);
});

test('what was read and is missing from a list that lacks some is not dropped', async () => {
  const ids = [101, 102];
  let lists = 0;
  const site = siteWith(
    ids,
    () => undefined,
    () => {
      lists += 1;
      if (lists === 1) return undefined;
      ids.length = 1;
      return 'Some are missing.';
    },
  );
  const { run, writer } = readingOf(site);
  await run.run();
  assert.deepEqual(archivedIn(writer), ['101', '102']);
});
