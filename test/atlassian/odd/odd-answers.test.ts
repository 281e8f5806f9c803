import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProductError } from '../../../src/core/kernel/errors.ts';
import { mutate, mutationLists, type Path } from './mutate.ts';
import { ODD_PART_READERS } from './odd-part-readers.ts';
import { ODD_READERS, type OddReader } from './odd-readers.ts';
import { randomRuns } from '../../support/random-runs.ts';

const RUNS = randomRuns(20, 1_000);

const isWithin = (outer: Path, inner: Path): boolean =>
  outer.every((name, at) => String(name) === String(inner[at]));

/** What was read; undefined where the reader said that it cannot, in one of its own errors. */
async function tryToRead(reader: OddReader, text: string): Promise<unknown> {
  try {
    return (await reader.read(text)) ?? null;
  } catch (error) {
    assert.ok(error instanceof ProductError, `${String(error)}: no error of the product`);
    assert.ok(error.message.length < 1_000);
    return undefined;
  }
}

/** What the recording's items become, one by one, by their number. */
const itemsOf = (read: unknown): unknown[] => (Array.isArray(read) ? read : []);

function assertOthersAsRecorded(
  { list = [] }: OddReader,
  path: Path,
  { before, after }: { before: unknown; after: unknown },
): void {
  const changed = Number(path[list.length]);
  itemsOf(before).forEach((item, at) => {
    if (at === changed) return;
    const isThere = itemsOf(after).some((each) => isSame(each, item));
    assert.ok(isThere, `item ${at} is not as it was recorded`);
  });
}

function isSame(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}

for (const reader of [...ODD_READERS, ...ODD_PART_READERS])
  test(`${reader.name}: an odd answer ends nothing but for what is needed, and takes nothing else along`, async () => {
    const before = await reader.read(JSON.stringify(reader.recording));
    await fc.assert(
      fc.asyncProperty(mutationLists, async (mutations) => {
        const { text, paths } = mutate(reader.recording, mutations);
        const after = await tryToRead(reader, text);
        const [path, ...more] = paths;
        if (!path || more.length > 0) return;
        if (reader.needs.some((needed) => isWithin(path, needed))) return;
        assert.ok(after !== undefined, `not needed: ${path.join('.')}`);
        if (reader.list && path.length > reader.list.length)
          assertOthersAsRecorded(reader, path, { before, after });
      }),
      RUNS,
    );
  });
