import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readList, type ListPage } from '../../../../src/core/assets/paging/read-list.ts';
import { Refused } from '../../../../src/core/kernel/errors.ts';

const namesOf = (count: number): string[] =>
  Array.from({ length: count }, (_none, at) => `name-${at}`);

/** A list of a site that gives at most `cap` at once, and says of it what `say` makes of a page. */
function listOf(
  names: string[],
  cap: number,
  say: (page: { startAt: number; end: number }) => Omit<ListPage<string>, 'items'>,
) {
  const asked: number[] = [];
  const reading = {
    what: 'names',
    nameOf: (name: string) => name,
    ask: async (startAt: number): Promise<ListPage<string>> => {
      asked.push(startAt);
      const items = names.slice(startAt, startAt + cap);
      return { items, ...say({ startAt, end: startAt + items.length }) };
    },
  };
  return { asked, reading };
}

/** What sites say of the end of a list of 61, true or not. */
const WORDS: Record<string, (page: { startAt: number; end: number }) => object> = {
  'the truth': ({ end }) => ({ last: end >= 61, total: 61 }),
  'only whether it is the last page': ({ end }) => ({ last: end >= 61 }),
  'only the total': () => ({ total: 61 }),
  nothing: () => ({}),
  'that each page is the last': () => ({ last: true }),
  'that each page is the last, and the total': () => ({ last: true, total: 61 }),
  'that the page is the last by what was asked for': ({ startAt }) => ({
    last: startAt + 50 >= 61,
    total: 61,
  }),
  'that no page is the last': () => ({ last: false, total: 61 }),
  'a total that stops counting': ({ end }) => ({ last: end >= 61, total: 10 }),
};

for (const [what, say] of Object.entries(WORDS))
  test(`a list is read to its end, however small its pages, where the site says ${what}`, async () => {
    for (const cap of [1, 25, 30, 50, 61, 100]) {
      const { items, complete } = await readList(listOf(namesOf(61), cap, say).reading);
      assert.equal(items.length, 61, `${cap} a page`);
      assert.equal(complete, true, `${cap} a page`);
    }
  });

test('each page begins where the last one ended', async () => {
  const { asked, reading } = listOf(namesOf(61), 25, WORDS['the truth']!);
  await readList(reading);
  assert.deepEqual(asked, [0, 25, 50]);
});

test('what a page holds twice has one place in the list', async () => {
  const names = namesOf(61);
  const ask = async (startAt: number): Promise<ListPage<string>> => {
    const page = names.slice(startAt, startAt + 7);
    return { items: page.flatMap((name) => (name.endsWith('3') ? [name, name] : [name])) };
  };
  const { items } = await readList({ what: 'names', nameOf: (name) => name, ask });
  assert.equal(items.length, 61);
});

test('a list that ends before the site says so is not complete', async () => {
  const short = listOf(namesOf(36), 25, ({ end }) => ({ last: end >= 36, total: 61 }));
  const { items, complete, total } = await readList(short.reading);
  assert.deepEqual([items.length, complete, total], [36, false, 61]);
});

test('entries that cannot be read count, and do not end a list, which is not complete', async () => {
  const reading = {
    what: 'names',
    nameOf: (name: string) => name,
    ask: async (startAt: number) =>
      startAt < 6 ? { items: startAt === 4 ? ['a'] : [], count: 2, total: 6 } : { items: [] },
  };
  assert.deepEqual(await readList(reading), {
    items: ['a'],
    complete: false,
    unreadable: 5,
    total: 6,
  });
});

test('a page that always comes again with an entry that cannot be read ends a list', async () => {
  let calls = 0;
  const ask = async () => {
    calls += 1;
    return { items: ['a', 'b'], count: 3, total: 3 };
  };
  const { items, unreadable } = await readList({ what: 'names', nameOf: (name) => name, ask });
  assert.deepEqual([items, unreadable, calls], [['a', 'b'], 1, 2]);
});

test('a list that is refused after its first page is cut short, and one that is refused at once fails', async () => {
  const refused = (from: number) => ({
    what: 'names',
    nameOf: (name: string) => name,
    ask: async (startAt: number) => {
      if (startAt >= from) throw new Refused('site-refused', 'Too deep.');
      return { items: [`at ${startAt}`], last: false };
    },
  });
  assert.deepEqual(await readList(refused(2)), {
    items: ['at 0', 'at 1'],
    complete: false,
    unreadable: 0,
    total: undefined,
  });
  await assert.rejects(readList(refused(0)), { code: 'site-refused' });
});

test('a list ends when a page brings nothing new, in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.integer(), async (count, seed) => {
      let calls = 0;
      const { items } = await readList({
        what: 'names',
        nameOf: (name: string) => name,
        ask: async () => {
          calls += 1;
          assert.ok(calls < 50, 'the list must come to an end');
          const turn = Math.abs(seed + calls) % count;
          const names = namesOf(count);
          return { items: [...names.slice(turn), ...names.slice(0, turn)], last: false };
        },
      });
      assert.equal(items.length, count);
      assert.equal(calls, 2);
    }),
  );
});

test('a list of ever new names ends at its bounds, with an error that says so', async () => {
  const endless = (size: number) => {
    let made = 0;
    return {
      what: 'groups',
      nameOf: (name: string) => name,
      ask: async () => {
        made += size;
        return {
          items: Array.from({ length: size }, (_none, at) => `group ${made + at}`),
          last: false,
        };
      },
    };
  };
  for (const [size, bounds, came] of [
    [1, { pages: 20, names: 1000, characters: 1e6 }, /received 20 pages/],
    [100, { pages: 20, names: 1000, characters: 1e6 }, /received 1100 names/],
    [100, { pages: 20, names: 1000, characters: 3000 }, /received \d+ names/],
  ] as const)
    await assert.rejects(readList({ ...endless(size), bounds }), {
      code: 'endless-list',
      message: came,
    });
  await assert.rejects(readList(endless(5_000)), {
    code: 'endless-list',
    message: /list of groups doesn't end/,
  });
});

test('a page in the middle that is empty, or comes again, by mistake is requested once more', async () => {
  const names = namesOf(61);
  for (const mistake of [[], names.slice(0, 25)]) {
    const { asked, reading } = listOf(names, 25, () => ({ total: 61 }));
    let mistakes = 1;
    const ask = async (startAt: number): Promise<ListPage<string>> => {
      const page = await reading.ask(startAt);
      return startAt === 25 && mistakes-- > 0 ? { ...page, items: mistake } : page;
    };
    const { items, complete } = await readList({ ...reading, ask });
    assert.deepEqual([items.length, complete], [61, true]);
    assert.deepEqual(asked, [0, 25, 25, 50, 61]);
  }
});

test('a list that counts more than it gives ends all the same, and is not complete', async () => {
  const { asked, reading } = listOf(namesOf(61), 25, () => ({ total: 70 }));
  const { items, complete, total } = await readList(reading);
  assert.deepEqual([items.length, complete, total], [61, false, 70]);
  assert.deepEqual(asked, [0, 25, 50, 61, 61]);
});
