import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pagesOf, type ListPlace } from '../../../src/storage/buckets/client/pages-of.ts';

interface Answer {
  names: string[];
  next?: string;
}

/** A bucket that answers so from each place on. */
function bucketOf(answers: Record<string, Answer>) {
  const asked: string[] = [];
  const ask = async ({ from = '' }: ListPlace): Promise<Answer> => {
    asked.push(from);
    return answers[from] ?? { names: [] };
  };
  const placeAfter = ({ next }: Answer) => (next === undefined ? undefined : { from: next });
  const namesOf = ({ names }: Answer) => names;
  const read = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { names } of pagesOf({ ask, placeAfter, namesOf })) found.push(...names);
    return found;
  };
  return { asked, read };
}

test('a list is read to its end, over pages that are empty as well', async () => {
  const { asked, read } = bucketOf({
    '': { names: ['a', 'b'], next: '1' },
    1: { names: [], next: '2' },
    2: { names: ['c'] },
  });
  assert.deepEqual(await read(), ['a', 'b', 'c']);
  assert.deepEqual(asked, ['', '1', '2']);
});

test('a list that comes back to where it was ends with an error, whatever it says of the next page', async () => {
  const circles: Record<string, Answer>[] = [
    { '': { names: ['a'], next: '' } },
    { '': { names: ['a'], next: '1' }, 1: { names: ['b'], next: '' } },
    { '': { names: ['a'], next: '1' }, 1: { names: ['a'], next: '2' } },
    { '': { names: ['a'], next: '1' }, 1: { names: [], next: '1' } },
  ];
  for (const circle of circles)
    await assert.rejects(bucketOf(circle).read(), { fault: 'strange', code: 'EndlessList' });
});
