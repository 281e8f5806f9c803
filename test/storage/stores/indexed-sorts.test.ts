/**
 * Some databases sort by indexes alone (Azure Cosmos DB for MongoDB). Every place that asks a
 * database to sort is held against the indexes that it gets.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { composeStores } from '../../../src/compose/storage/compose-stores.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const STORAGE = path.resolve(import.meta.dirname, '../../../src/storage');
/** A sort in the options of a query, or of a query itself: its fields, or what they are called. */
const SORT = /\bsort(?::| =) (\{[^}]*\}|\w+)|\.sort\((\{[^}]*\})\)/g;

/** Collections that are sorted, by the file that does it. */
const SORTED: Record<string, readonly string[]> = {
  'agents/mongo-agent-call-store.ts': ['agent_calls'],
  'agents/mongo-agent-token-store.ts': ['agent_tokens', 'agents'],
  'buckets/own-buckets.ts': ['bucket_packs'],
  'queue/mongo-run-store.ts': ['runs'],
  'queue/run-sequence.ts': ['runs'],
  'queue/run-turns.ts': ['runs'],
  'stores/backups/mongo-backup-lists.ts': ['backups'],
  'stores/backups/mongo-backup-upkeep.ts': ['backups'],
  'stores/mongo-own-storage-store.ts': ['storages'],
  'stores/mongo-schedule-store.ts': ['schedules', 'slots'],
  'stores/mongo-site-store.ts': ['sites'],
  'stores/restores/line-blocks.ts': ['restore_line_blocks', 'restore_issue_blocks'],
  'stores/restores/single-lines.ts': ['restore_lines'],
  'vault/check/pack-walk.ts': ['packs'],
};
/** It sorts by what it is given, and deletes in the order of an index that it is named. */
const PASSED_ON = new Set(['collection.ts']);

const { connection } = await testDatabase();
const keyRing = new KeyRing(new Map([['k', randomBytes(32)]]));
const [service, storage, clock] = [connection, connection, systemClock];
composeStores({ service, storage, keyRing, kinds: runKinds, clock });
await ensureIndexes(connection);

type Key = [field: string, direction: number][];

const keysOf = async (collection: string): Promise<Key[]> =>
  (await connection.collection(collection).indexes()).map(
    ({ key }) => Object.entries(key as Record<string, number>) as Key,
  );

/** The sorts of a file, each in the words of the source. */
function sortsIn(text: string): string[] {
  return [...text.matchAll(SORT)].map(([, given = '', called]) => {
    const words = called ?? given;
    if (words.startsWith('{')) return words;
    return new RegExp(`const ${words} = (\\{[^}]*\\})`).exec(text)?.[1] ?? words;
  });
}

const fieldsOf = (words: string): Key =>
  [...words.matchAll(/['"]?([\w.]+)['"]?: (-?1)\b/g)].map(([, field = '', direction]) => [
    field,
    Number(direction),
  ]);

/** Whether the fields stand next to each other in an index, which is read from either end. */
function isServed(sort: Key, keys: readonly Key[]): boolean {
  return keys.some((key) =>
    key.some((_field, from) =>
      [1, -1].some((end) =>
        sort.every(
          ([field, direction], at) =>
            key[from + at]?.[0] === field && key[from + at]?.[1] === direction * end,
        ),
      ),
    ),
  );
}

test('every place that sorts is known, with the collections that it sorts', () => {
  const files = globSync('**/*.ts', { cwd: STORAGE }).filter((file) => !PASSED_ON.has(file));
  const sorting = files.filter(
    (file) => sortsIn(readFileSync(path.join(STORAGE, file), 'utf8')).length > 0,
  );
  assert.deepEqual(sorting.sort(), Object.keys(SORTED).sort());
});

for (const [file, collections] of Object.entries(SORTED))
  test(`what ${file} sorts by is found in an index`, async () => {
    const keys = await Promise.all(collections.map(keysOf));
    for (const words of sortsIn(readFileSync(path.join(STORAGE, file), 'utf8'))) {
      const sort = fieldsOf(words);
      assert.ok(sort.length > 0, `${words} is not understood`);
      assert.ok(
        keys.some((each) => isServed(sort, each)),
        `${collections.join(' or ')} by ${words}`,
      );
    }
  });
