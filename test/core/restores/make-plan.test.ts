import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AttributeDefinition } from '../../../src/core/assets/model/attribute-definition.ts';
import type { StoredDefinition } from '../../../src/core/assets/model/stored-definition.ts';
import { attributeOf } from '../../support/attribute-of.ts';
import type { Backup } from '../../../src/core/backups/backup.ts';
import { closingEdges } from '../../../src/core/restores/objects/closing-edges.ts';
import { GraphBuilder } from '../../../src/core/restores/objects/object-graph.ts';
import { ObjectMatches } from '../../../src/core/restores/objects/object-matches.ts';
import { makePlan } from '../../../src/core/restores/plan/make-plan.ts';
import { MAX_LISTED } from '../../../src/core/restores/plan/restore-plan.ts';
import type { RestoreInput } from '../../../src/core/restores/restore-input.ts';
import type { RestoreContext } from '../../../src/core/restores/context/restore-context.ts';
import type { BackupHeader } from '../../../src/core/storages/vault.ts';
import { ObjectDifferences } from '../../../src/core/restores/objects/object-differences.ts';
import { matchStructure } from '../../../src/core/compare/match-structure.ts';
import type { SchemaStructure } from '../../../src/core/compare/schema-structure.ts';

interface Case {
  types: number;
  there: number[];
  ancestorsOnly: boolean;
  objects: { type: number; references: number[]; match: boolean; differs: boolean }[];
  lost: boolean;
  unresolved: number;
  existing: RestoreInput['existing'];
}
const cases: fc.Arbitrary<Case> = fc.record({
  types: fc.integer({ min: 1, max: 4 }),
  there: fc.array(fc.nat({ max: 3 }), { maxLength: 4 }),
  ancestorsOnly: fc.boolean(),
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
  definition: StoredDefinition,
): AttributeDefinition =>
  attributeOf({
    id,
    objectTypeId: typeId,
    name,
    position: Number(id),
    type: definition['referenceType'] ? 1 : 0,
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
      attribute(`${id(at)}4`, id(at), 'Points to', {
        referenceObjectTypeId: lost && at === 0 ? '777' : id(at),
        referenceType: { id: '5' },
      }),
    ]),
  };
}

interface Prepared {
  context: RestoreContext;
  differing: number;
  closing: Uint8Array;
}

function prepare(how: Case): Prepared {
  const only = new Set(how.there.filter((at) => at < how.types));
  const source = structureOf(how, '1');
  const there = only.size > 0 ? structureOf(how, '2', only) : undefined;
  const match = matchStructure(source, there, false);
  const ancestorsOnly = new Set(
    source.types.slice(0, how.ancestorsOnly && how.types > 1 ? 1 : 0).map((type) => type.id),
  );
  const chosen = source.types.filter((type) => !ancestorsOnly.has(type.id));
  const builder = new GraphBuilder();
  how.objects.forEach(({ type, references }, at) =>
    builder.add(
      chosen[type % chosen.length]?.id ?? '',
      String(100 + at),
      references.map((reference) => String(100 + reference)),
    ),
  );
  const graph = builder.build();
  const objects = new ObjectMatches(graph);
  const differences = new ObjectDifferences(graph);
  how.objects.forEach(({ match: wanted, differs }, node) => {
    if (
      wanted &&
      match.types.has(graph.typeOf(node)) &&
      objects.match(node, String(9_000 + node)) &&
      differs
    )
      differences.note(node, ['23']);
  });
  return {
    differing: differences.count,
    closing: closingEdges(graph, (node) => objects.has(node)),
    context: {
      source: {
        header: {
          createdAt: '2026-11-24T12:00:00Z',
          site: { workspaceId: 'w', schemaId: '1', schemaName: 'S', schemaKey: 'S' },
        } as BackupHeader,
        structure: source,
        ancestorsOnly,
        graph,
        usage: {
          users: new Map(),
          groups: new Map(),
          projects: new Map(),
          statuses: new Map(),
          others: 0,
        },
      },
      destination: {
        schemaIds: new Set(),
        schemaId: there?.schema.id,
        structure: there,
        occupied: { name: false, key: false },
        isSameSite: false,
        isSameSchema: false,
        census: new Map(),
      },
      matches: {
        structure: match,
        objects,
        names: {
          user: new Map(),
          group: new Map(),
          status: new Map(),
          project: new Map(),
          icon: new Map(),
          reference: new Map(),
        },
        unresolved: Array.from({ length: how.unresolved }, (_none, at) => ({
          kind: 'user' as const,
          id: String(at),
          name: `Person ${at}`,
          uses: 1,
          why: 'gone',
          mappable: true,
          options: [],
        })),
        toMake: { statuses: [], referenceTypes: [] },
        referenceTypes: new Map(),
        fallbackIcon: '1',
        outsideTypes: new Map(),
      },
      digest: 'd',
    },
  };
}

const inputOf = (how: Case, more: Partial<RestoreInput> = {}): RestoreInput => ({
  siteId: 'site',
  place: { siteUrl: 'https://there.example', siteKey: 't' },
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
const backup = { completedAt: new Date('2026-11-24T12:00:00Z') } as Backup;
const plan = (
  how: Case,
  { context, differing, closing } = prepare(how),
  more: Partial<RestoreInput> = {},
) =>
  makePlan(context, inputOf(how, more), {
    differing,
    closing,
    backup,
    objectTotal: 1000,
    conflicts: [],
    conflictCount: 0,
    conflictRules: 0,
  });

test('a plan drops nothing: every object, attribute and unresolved thing is counted once', () => {
  fc.assert(
    fc.property(cases, (how) => {
      const prepared = prepare(how);
      const { source, matches } = prepared.context;
      const made = plan(how, prepared);
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
        source.structure.types.map(({ name }) => name),
      );
      assert.deepEqual(
        made.types.map(({ action }) => action),
        source.structure.types.map(({ id }) =>
          matches.structure.types.has(id) ? 'leave' : 'create',
        ),
      );
      const lost = source.structure.attributes.filter(
        (each) => each.referencedTypeId === '777' && !matches.structure.attributes.has(each.id),
      ).length;
      assert.equal(
        made.attributes.create + made.attributes.change + made.attributes.leave + lost,
        source.structure.attributes.filter((each) => !each.system).length,
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
      const prepared = prepare(how);
      const { source, matches } = prepared.context;
      const made = plan(how, prepared);
      const second = how.objects.filter((_object, node) => {
        const { from, to } = source.graph.edgesOf(node);
        return (
          !matches.objects.has(node) &&
          prepared.closing.subarray(from, to).some((each) => each === 1)
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
      const prepared = prepare(how);
      const { source, destination } = prepared.context;
      const { notes, blockers } = plan(how, prepared);
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
        source.ancestorsOnly.size > 0,
      );
      assert.deepEqual(
        blockers,
        how.there.length > 0 && destination.structure === undefined
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
    ancestorsOnly: false,
    objects: [],
    lost: false,
    unresolved: 0,
    existing: 'overwrite',
  };
  const { context, ...rest } = prepare(how);
  const destination = { ...context.destination, occupied: { name: true, key: true } };
  const matches = { ...context.matches, fallbackIcon: undefined };
  assert.deepEqual(plan(how, { ...rest, context: { ...context, destination, matches } }).blockers, [
    'A schema named "S" is there by now. Go back and choose another name.',
    'A schema with the key S is there by now. Go back and choose another key.',
    'The destination lists no icon, and object types cannot be made without one.',
  ]);
});
