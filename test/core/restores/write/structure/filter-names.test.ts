import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AqlNames } from '../../../../../src/core/assets/aql/aql-names.ts';
import { rewriteAql } from '../../../../../src/core/assets/aql/rewrite-aql.ts';
import type { AttributeKind } from '../../../../../src/core/assets/model/definitions/attribute-kind.ts';
import type { RestoreContext } from '../../../../../src/core/restores/context/restore-context.ts';
import type { RestoreLine } from '../../../../../src/core/restores/report/restore-line.ts';
import type { RestoreInput } from '../../../../../src/core/restores/restore-input.ts';
import { filterNames } from '../../../../../src/core/restores/write/structure/filter-names.ts';
import type { WrittenStructure } from '../../../../../src/core/restores/write/structure/written-structure.ts';

/** A person and a group that are called otherwise on the destination, and OLD-5, now NEW-77. */
const NAMES = {
  user: new Map([['JIRAUSER1', '712020:a-b']]),
  group: new Map([['admins', 'site admins']]),
  status: new Map(),
  project: new Map(),
};
const WRITTEN = { schemaId: '9', types: new Map() } as Partial<WrittenStructure>;
const INPUT = { schema: { kind: 'new', name: 'S', key: 'NEW' } } as Partial<RestoreInput>;

const RENAMED: Partial<RestoreLine> = { sourceKey: 'OLD-5', targetKey: 'NEW-77' };

async function* linesOf(lines: readonly Partial<RestoreLine>[]): AsyncIterable<RestoreLine> {
  yield* lines as RestoreLine[];
}

/** `kinds`: what attributes hold that are all called "Owner", but for the case. */
const namesWith = (...kinds: AttributeKind[]): Promise<AqlNames> =>
  namesOf(kinds, { isSameSite: false, lines: [RENAMED] });

function namesOf(
  kinds: readonly AttributeKind[],
  { isSameSite, lines }: { isSameSite: boolean; lines: readonly Partial<RestoreLine>[] },
): Promise<AqlNames> {
  const attributes = kinds.map((kind, at) => ({
    name: at % 2 === 0 ? 'Owner' : 'OWNER',
    kind,
    filter: 'Owner = OLD-5',
  }));
  const context = {
    source: {
      header: { site: { schemaId: '1', schemaKey: 'OLD', schemaName: 'S' } },
      structure: { types: [], statuses: [], attributes },
      graph: { nodeOf: () => -1 },
      adapted: { types: [], statuses: [] },
    },
    destination: { isSameSite },
    matches: { names: NAMES, unresolved: [], outsideTypes: new Map() },
  } as unknown as RestoreContext;
  return filterNames(context, WRITTEN as WrittenStructure, INPUT as RestoreInput, linesOf(lines));
}

test('values are translated where all attributes of a name hold the same kind', async () => {
  const table: [AttributeKind[], string, string][] = [
    [['reference'], 'Owner = "OLD-5"', 'Owner = "NEW-77"'],
    [['reference', 'reference'], 'owner = "OLD-5"', 'owner = "NEW-77"'],
    [['user', 'user'], 'Owner = JIRAUSER1', 'Owner = "712020:a-b"'],
    [['group'], 'Owner in (admins)', 'Owner in ("site admins")'],
    [['text', 'integer'], 'Owner = "OLD-5"', 'Owner = "OLD-5"'],
  ];
  for (const [kinds, query, expected] of table)
    assert.deepEqual(
      rewriteAql(query, await namesWith(...kinds)),
      { query: expected, certain: true, notes: [] },
      `${kinds.join()} ${query}`,
    );
});

test('values that attributes of one name hold as different kinds are not translated, in any order', async () => {
  const table: [AttributeKind, AttributeKind, string, string][] = [
    [
      'reference',
      'text',
      'Owner = "OLD-5"',
      'The filter compares "Owner" by "=" with "OLD-5", which may be the original key of an object.',
    ],
    [
      'user',
      'text',
      'Owner = JIRAUSER1',
      'The filter compares "Owner" with "JIRAUSER1", but attributes of that name have different types, so the value can\'t be translated.',
    ],
    [
      'user',
      'group',
      'Owner in (admins)',
      'The filter compares "Owner" with "admins", but attributes of that name have different types, so the value can\'t be translated.',
    ],
  ];
  for (const [one, other, query, note] of table)
    for (const kinds of [
      [one, other],
      [other, one],
    ])
      assert.deepEqual(
        rewriteAql(query, await namesWith(...kinds)),
        { query, certain: false, notes: [note] },
        `${kinds.join()} ${query}`,
      );
});

test('a value that means the same as every kind of its attributes stays, and is certain', async () => {
  const query = 'Owner = Anna';
  for (const kinds of [['user', 'text'], ['user', 'group'], ['reference', 'user'], []] as const)
    assert.deepEqual(
      rewriteAql(query, await namesWith(...kinds)),
      { query, certain: true, notes: [] },
      kinds.join(),
    );
});

test('an object that was left as it is on its own site is named by its key', async () => {
  const left = { sourceId: '5', sourceKey: 'OLD-5', outcome: 'left' } as const;
  const rewritten = async (isSameSite: boolean, targetId: string) => {
    const lines = [{ ...left, targetId }];
    return rewriteAql('Key = "OLD-5"', await namesOf(['text'], { isSameSite, lines })).certain;
  };
  assert.equal(await rewritten(true, '5'), true);
  assert.equal(await rewritten(true, '77'), false, 'another object, whose key is not known');
  assert.equal(await rewritten(false, '5'), false, 'of another site');
});
