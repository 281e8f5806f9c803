import { NOTHING_ADAPTED } from '../../../src/core/restores/adapting/adaptations.ts';
import fc from 'fast-check';
import { atOnce } from '../loop/at-once.ts';
import type { AttributeDefinition } from '../../../src/core/assets/model/definitions/attribute-definition.ts';
import type { StoredDefinition } from '../../../src/core/assets/model/definitions/stored-definition.ts';
import { matchStructure } from '../../../src/core/compare/structure/match-structure.ts';
import type { SchemaStructure } from '../../../src/core/compare/structure/schema-structure.ts';
import type { RestoreContext } from '../../../src/core/restores/context/restore-context.ts';
import { closingEdges } from '../../../src/core/restores/objects/closing-edges.ts';
import { ObjectDifferences } from '../../../src/core/restores/objects/object-differences.ts';
import { GraphBuilder } from '../../../src/core/restores/objects/graph-builder.ts';
import type { ObjectGraph } from '../../../src/core/restores/objects/object-graph.ts';
import { ObjectMatches } from '../../../src/core/restores/objects/object-matches.ts';
import { MAX_LISTED } from '../../../src/core/restores/plan/max-listed.ts';
import type { RestoreInput } from '../../../src/core/restores/restore-input.ts';
import type { BackupHeader } from '../../../src/core/storages/records/backup-header.ts';
import { attributeOf } from '../sites/in-memory/attribute-of.ts';

/** What a property draws: some types, objects of them, and what the destination has of both. */
export interface PlanCase {
  types: number;
  there: number[];
  ancestorsOnly: boolean;
  objects: { type: number; references: number[]; match: boolean; differs: boolean }[];
  lost: boolean;
  unresolved: number;
  existing: RestoreInput['existing'];
}
export const planCases: fc.Arbitrary<PlanCase> = fc.record({
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

/** What was wished for. */
export const planInput = (how: PlanCase, more: Partial<RestoreInput> = {}): RestoreInput => ({
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
  choices: [],
  ...more,
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

function structureOf(
  { types, lost }: PlanCase,
  prefix: string,
  only?: Set<number>,
): SchemaStructure {
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

const HEADER = {
  createdAt: '2026-11-24T12:00:00Z',
  site: { workspaceId: 'w', schemaId: '1', schemaName: 'S', schemaKey: 'S' },
  counts: {},
} as BackupHeader;

const noUsage = (): RestoreContext['source']['usage'] => ({
  users: new Map(),
  groups: new Map(),
  projects: new Map(),
  statuses: new Map(),
  versions: new Map(),
  siteThings: new Map(),
  others: new Map(),
});

const noNames = (): RestoreContext['matches']['names'] => ({
  user: new Map(),
  group: new Map(),
  status: new Map(),
  project: new Map(),
  version: new Map(),
  icon: new Map(),
  reference: new Map(),
});

const destinationWith = (there: SchemaStructure | undefined): RestoreContext['destination'] => ({
  schemaIds: new Set(),
  schemaId: there?.schema.id,
  structure: there,
  occupied: { name: false, key: false },
  isSameSite: false,
  isSameSchema: false,
  census: new Map(),
});

/** What a plan is made of. */
export interface PreparedPlan {
  context: RestoreContext;
  differing: number;
  closing: Uint8Array;
}

function buildGraph(how: PlanCase, chosen: { id: string }[]): ObjectGraph {
  const builder = new GraphBuilder();
  how.objects.forEach(({ type, references }, at) =>
    builder.add(
      chosen[type % chosen.length]?.id ?? '',
      String(100 + at),
      references.map((reference) => String(100 + reference)),
    ),
  );
  return atOnce(builder.build());
}

/** Matches what the case says, as far as its types are there, and notes what differs. */
function matchObjects(
  how: PlanCase,
  graph: ObjectGraph,
  types: ReadonlyMap<string, unknown>,
): { objects: ObjectMatches; differing: number } {
  const objects = new ObjectMatches(graph);
  const differences = new ObjectDifferences(graph);
  how.objects.forEach(({ match: wanted, differs }, node) => {
    if (
      wanted &&
      types.has(graph.typeOf(node)) &&
      objects.match(node, String(9_000 + node)) &&
      differs
    )
      differences.note(node, ['23']);
  });
  return { objects, differing: differences.count };
}

const unresolvedPeople = (count: number): RestoreContext['matches']['unresolved'] =>
  Array.from({ length: count }, (_none, at) => ({
    kind: 'user' as const,
    id: String(at),
    name: `Person ${at}`,
    uses: 1,
    why: 'gone',
    mappable: true,
    options: [],
  }));

export function preparePlan(how: PlanCase): PreparedPlan {
  const only = new Set(how.there.filter((at) => at < how.types));
  const source = structureOf(how, '1');
  const there = only.size > 0 ? structureOf(how, '2', only) : undefined;
  const structure = atOnce(matchStructure(source, there, false));
  const ancestorsOnly = new Set(
    source.types.slice(0, how.ancestorsOnly && how.types > 1 ? 1 : 0).map((type) => type.id),
  );
  const graph = buildGraph(
    how,
    source.types.filter((type) => !ancestorsOnly.has(type.id)),
  );
  const { objects, differing } = matchObjects(how, graph, structure.types);
  return {
    differing,
    closing: atOnce(closingEdges(graph, (node) => objects.has(node))),
    context: {
      source: {
        header: HEADER,
        structure: source,
        ancestorsOnly,
        unchosen: new Map(),
        adapted: NOTHING_ADAPTED,
        graph,
        archived: new Set(),
        usage: noUsage(),
        icons: new Map(),
        unwritable: {},
      },
      destination: destinationWith(there),
      matches: {
        structure,
        objects,
        moved: new Map(),
        names: noNames(),
        unresolved: unresolvedPeople(how.unresolved),
        moreUnresolved: 0,
        otherCategories: [],
        toMake: { statuses: [], referenceTypes: [], icons: [] },
        referenceTypes: new Map(),
        fallbackIcon: '1',
        outsideTypes: new Map(),
      },
      digest: 'd',
    },
  };
}
