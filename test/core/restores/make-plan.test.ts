import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Run } from '../../../src/core/runs/run.ts';
import { closingEdges } from '../../../src/core/restores/objects/closing-edges.ts';
import { GraphBuilder } from '../../../src/core/restores/objects/object-graph.ts';
import { ObjectMatches } from '../../../src/core/restores/objects/object-matches.ts';
import { makePlan } from '../../../src/core/restores/plan/make-plan.ts';
import { MAX_LISTED } from '../../../src/core/restores/plan/restore-plan.ts';
import { noNames } from '../../../src/core/restores/resolve/resolved-names.ts';
import type { RestoreInput } from '../../../src/core/restores/restore-input.ts';
import type { RestoreSite } from '../../../src/core/restores/context/restore-site.ts';
import { matchStructure } from '../../../src/core/compare/match-structure.ts';
import type {
  SchemaStructure,
  StructureAttribute,
} from '../../../src/core/compare/schema-structure.ts';

interface Case {
  types: number;
  there: number[];
  cameAlong: boolean;
  objects: { type: number; references: number[]; match: boolean; differs: boolean }[];
  lost: boolean;
  unresolved: number;
  existing: RestoreInput['existing'];
}
const cases: fc.Arbitrary<Case> = fc.record({
  types: fc.integer({ min: 1, max: 4 }),
  there: fc.array(fc.nat({ max: 3 }), { maxLength: 4 }),
  cameAlong: fc.boolean(),
  lost: fc.boolean(),
  unresolved: fc.constantFrom(0, 3, MAX_LISTED + 20),
  existing: fc.constantFrom('overwrite', 'keep', 'missing'),
  objects: fc.array(
    fc.record({
      type: fc.nat(),
      references: fc.array(fc.nat({ max: 19 }), { maxLength: 4 }),
      match: fc.boolean(),
      differs: fc.boolean(),
    }),
    { maxLength: 20 },
  ),
});

const attribute = (
  id: string,
  typeId: string,
  name: string,
  definition: StructureAttribute['definition'],
  type = 0,
): StructureAttribute => ({
  id,
  typeId,
  name,
  position: Number(id),
  type,
  system: definition['system'] === true,
  definition,
});

function structureOf({ types, lost }: Case, prefix: string, only?: Set<number>): SchemaStructure {
  const numbers = Array.from({ length: types }, (_none, at) => at).filter(
    (at) => only?.has(at) ?? true,
  );
  const id = (number: number): string => `${prefix}${number}`;
  return {
    schema: { id: prefix, name: 'S', key: 'S', description: '' },
    statuses: [],
    referenceTypes: [],
    types: numbers.map((at) => ({
      id: id(at),
      name: `Type ${at}`,
      description: '',
      iconId: '1',
      iconName: 'Object',
      position: at,
      parentId: null,
      inherited: false,
      abstract: false,
    })),
    attributes: numbers.flatMap((at) => [
      attribute(`${id(at)}1`, id(at), 'Key', { system: true, removable: false }),
      attribute(`${id(at)}2`, id(at), 'Name', { removable: false, label: true }),
      attribute(`${id(at)}3`, id(at), 'Serial', { uniqueAttribute: true, minimumCardinality: 1 }),
      attribute(
        `${id(at)}4`,
        id(at),
        'Points to',
        { referenceObjectTypeId: lost && at === 0 ? '777' : id(at), referenceType: { id: '5' } },
        1,
      ),
    ]),
  };
}

function siteOf(how: Case): RestoreSite {
  const only = new Set(how.there.filter((at) => at < how.types));
  const source = structureOf(how, '1');
  const there = only.size > 0 ? structureOf(how, '2', only) : undefined;
  const match = matchStructure(source, there, false);
  const cameAlong = new Set(how.cameAlong && how.types > 1 ? [source.types[0]!.id] : []);
  const builder = new GraphBuilder();
  const from = cameAlong.size;
  how.objects.forEach(({ type, references }, at) =>
    builder.add(
      source.types[from + (type % (how.types - from))]!.id,
      String(100 + at),
      references.map((reference) => String(100 + reference)),
    ),
  );
  const graph = builder.build();
  const matches = new ObjectMatches(graph);
  how.objects.forEach(({ match: wanted, differs }, node) => {
    if (
      wanted &&
      match.types.has(graph.typeOf(node)) &&
      matches.match(node, String(9_000 + node)) &&
      differs
    )
      matches.differs(node, ['23']);
  });
  return {
    header: {
      createdAt: '2026-11-24T12:00:00Z',
      site: { workspaceId: 'w', schemaId: '1', schemaName: 'S', schemaKey: 'S' },
    } as RestoreSite['header'],
    source,
    cameAlong,
    there,
    taken: { name: false, key: false },
    sameSite: false,
    sameSchema: false,
    match,
    graph,
    closing: closingEdges(graph, (node) => matches.has(node)),
    usage: {
      users: new Map(),
      groups: new Map(),
      projects: new Map(),
      statuses: new Map(),
      others: 0,
    },
    names: noNames(),
    unresolved: Array.from({ length: how.unresolved }, (_none, at) => ({
      kind: 'user' as const,
      id: String(at),
      name: `Person ${at}`,
      uses: 1,
      why: 'gone',
      mappable: true,
      options: [],
    })),
    make: { statuses: [], referenceTypes: [] },
    referenceTypes: new Map(),
    fallbackIcon: '1',
    outsideTypes: new Map(),
    schemaIds: new Set(),
    matches,
    census: new Map(),
    digest: 'd',
  };
}

const inputOf = (how: Case, more: Partial<RestoreInput> = {}): RestoreInput => ({
  place: { siteUrl: 'https://there.example', workspaceId: 't' },
  schema:
    how.there.length > 0
      ? { kind: 'existing', id: '2', name: 'S', key: 'S' }
      : { kind: 'new', name: 'S', key: 'S' },
  typeIds: null,
  existing: how.existing,
  clearEmpty: false,
  keepOriginalKey: false,
  changeDefinitions: false,
  choices: {},
  ...more,
});
const backup = { endedAt: new Date('2026-11-24T12:00:00Z') } as Run;
const plan = (how: Case, site = siteOf(how), more: Partial<RestoreInput> = {}) =>
  makePlan(site, inputOf(how, more), {
    backup,
    objectTotal: 1000,
    conflicts: [],
    conflictCount: 0,
    conflictRules: 0,
  });

test('a plan drops nothing: every object, attribute and unresolved thing is counted once', () => {
  fc.assert(
    fc.property(cases, (how) => {
      const site = siteOf(how);
      const made = plan(how, site);
      assert.equal(
        made.objects.create + made.objects.update + made.objects.leave,
        how.objects.length,
      );
      assert.equal(
        made.types.reduce((sum, { objects }) => sum + objects, 0),
        how.objects.length,
      );
      assert.deepEqual(
        made.types.map(({ name }) => name),
        site.source.types.map(({ name }) => name),
      );
      assert.deepEqual(
        made.types.map(({ action }) => action),
        site.source.types.map(({ id }) => (site.match.types.has(id) ? 'leave' : 'create')),
      );
      const lost = site.source.attributes.filter(
        (each) =>
          each.definition['referenceObjectTypeId'] === '777' && !site.match.attributes.has(each.id),
      ).length;
      assert.equal(
        made.attributes.create + made.attributes.change + made.attributes.leave + lost,
        site.source.attributes.filter((each) => !each.system).length,
      );
      assert.deepEqual(
        [made.unresolvedCount, made.unresolved.length],
        [how.unresolved, Math.min(how.unresolved, MAX_LISTED)],
      );
      assert.deepEqual(made.quota, { before: 1000, after: 1000 + made.objects.create });
      if (how.existing === 'missing') assert.equal(made.objects.update, 0);
    }),
    { numRuns: 300 },
  );
});

test('the calls of a plan are one an object to make or change, a second one for those that close a cycle, and those of the structure', () => {
  fc.assert(
    fc.property(cases, (how) => {
      const site = siteOf(how);
      const made = plan(how, site);
      const second = how.objects.filter((_object, node) => {
        const { from, to } = site.graph.edgesOf(node);
        return (
          !site.matches.has(node) && site.closing.subarray(from, to).some((each) => each === 1)
        );
      }).length;
      assert.equal(made.secondCalls, second);
      const structure = made.calls - made.objects.create - made.objects.update - second;
      const without = plan({ ...how, objects: [] });
      assert.equal(structure, without.calls);
      if (made.types.every(({ action }) => action === 'leave')) assert.equal(structure, 0);
      assert.ok(made.minutes >= made.calls / 1000);
    }),
    { numRuns: 300 },
  );
});

test('a plan tells of attributes whose object type is not there, and of types that came along', () => {
  fc.assert(
    fc.property(cases, (how) => {
      const site = siteOf(how);
      const { notes, blockers } = plan(how, site);
      assert.equal(
        notes.filter((note) =>
          note.startsWith(
            'The attribute "Points to" of Type 0 refers to an object type that is not on the destination',
          ),
        ).length,
        how.lost ? 1 : 0,
      );
      assert.equal(
        notes.some((note) => note.includes('Type 0 come along')),
        site.cameAlong.size > 0,
      );
      assert.deepEqual(
        blockers,
        how.there.length > 0 && site.there === undefined
          ? ['The schema to restore into is not there any more. Go back and choose another one.']
          : [],
      );
    }),
    { numRuns: 100 },
  );
});

test('what makes a restore impossible is told in sentences', () => {
  const how: Case = {
    types: 1,
    there: [],
    cameAlong: false,
    objects: [],
    lost: false,
    unresolved: 0,
    existing: 'overwrite',
  };
  assert.deepEqual(
    plan(how, { ...siteOf(how), taken: { name: true, key: true }, fallbackIcon: undefined })
      .blockers,
    [
      'A schema named "S" is there by now. Go back and choose another name.',
      'A schema with the key S is there by now. Go back and choose another key.',
      'The destination lists no icon, and object types cannot be made without one.',
    ],
  );
});
