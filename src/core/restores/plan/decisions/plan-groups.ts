import type { RestoreContext } from '../../context/restore-context.ts';
import { ISSUE_GROUP } from '../../issues/is-set-anyway.ts';
import type { Unresolved } from '../../resolve/unresolved.ts';
import { CHOICE_KINDS, type ChoiceKind, type RestoreInput } from '../../restore-input.ts';
import type { OutsideObjects, OutsideSchema } from './outside-objects.ts';
import type { FoundMissing, MissingValues } from './missing-counts.ts';
import { WHATEVER_IS_CHOSEN, type PlanGroup, type PlanOutcome } from '../plan-group.ts';

/** How many attributes a group names. */
const MAX_ATTRIBUTES = 3;
const OTHER_REFERENCES = 'reference';
/** Group IDs are part of addresses and field names. */
const NOT_IN_IDS = /[^A-Za-z0-9]/g;

export interface Grouping {
  groups: PlanGroup[];
  outcome: PlanOutcome;
  /** The id of the group that something belongs to. */
  groupOf(thing: Pick<Unresolved, 'kind' | 'id'>): string;
}

interface Grouped {
  context: Pick<RestoreContext, 'source' | 'matches'>;
  input: Pick<RestoreInput, 'changeDefinitions'>;
  missing: FoundMissing;
  /** The backup's attributes that name a missing object, by its id; of those that are listed. */
  referencedBy: ReadonlyMap<string, ReadonlySet<string>>;
  outside: OutsideObjects;
  /** Issues that are left unless somebody chooses otherwise, and values in them. */
  doubtfulIssues?: { things: number; values: number } | undefined;
}

/**
 * Puts what the destination lacks into groups for which one rule can be chosen: people, groups,
 * statuses, projects, icons, references by the schema that they lead to, and issues. What names
 * nothing that is written is in no group.
 */
export function planGroups(grouped: Grouped): Grouping {
  const schemaOf = schemasOfAttributes(grouped);
  const groupOfValues = ({ kind, attributeId = '' }: MissingValues): string =>
    kind === 'reference' ? idFor(schemaOf.get(attributeId)) : kind;
  const { byCause } = grouped.missing;
  const groups = new Map<string, PlanGroup>();
  const byGroup = Map.groupBy(byCause.values(), groupOfValues);
  for (const [id, those] of byGroup) {
    const schema = those.map(({ attributeId = '' }) => schemaOf.get(attributeId)).find(Boolean);
    groups.set(id, groupFrom(id, those, schema));
  }
  addDefinitions(groups, grouped);
  const { things, values } = grouped.doubtfulIssues ?? { things: 0, values: 0 };
  if (things > 0) groups.set(ISSUE_GROUP, emptyGroup('issue', things, values));
  return {
    groups: inOrder([...groups.values()]),
    outcome: outcomeOf(grouped.missing, groupOfValues),
    groupOf: ({ kind, id }) => {
      if (kind !== 'reference') return kind;
      const own = grouped.outside.objects.get(id)?.schema;
      const [attribute = ''] = grouped.referencedBy.get(id) ?? [];
      return idFor(schemaOf.get(attribute) ?? own);
    },
  };
}

/** The schema that references of an attribute lead to, as far as it is known. */
function schemasOfAttributes({
  context,
  referencedBy,
  outside,
}: Grouped): Map<string, OutsideSchema> {
  const found = new Map(
    [...referencedBy].flatMap(([id, attributes]) => {
      const schema = outside.objects.get(id)?.schema;
      return schema ? [...attributes].map((each) => [each, schema] as const) : [];
    }),
  );
  for (const { id, referencedTypeId } of context.source.structure.attributes) {
    const schema = outside.types.get(referencedTypeId ?? '');
    if (schema && !found.has(id)) found.set(id, schema);
  }
  return found;
}

const idFor = (schema: OutsideSchema | undefined): string =>
  schema ? `reference-${schema.key.replace(NOT_IN_IDS, '')}` : OTHER_REFERENCES;

function groupFrom(
  id: string,
  missing: readonly MissingValues[],
  schema: OutsideSchema | undefined,
): PlanGroup {
  const things = new Set(missing.flatMap(({ things: named }) => [...named]));
  const attributes = sumByName(missing.flatMap(({ attributes: named }) => [...named]));
  return {
    id,
    kind: missing[0]?.kind ?? 'reference',
    things: things.size,
    values: missing.reduce((sum, { values }) => sum + values, 0),
    attributes: attributes.slice(0, MAX_ATTRIBUTES),
    attributeCount: attributes.length,
    schema: id === OTHER_REFERENCES ? undefined : schema,
  };
}

/** The most used ones first. */
function sumByName(counts: readonly [string, number][]): PlanGroup['attributes'] {
  const sums = new Map<string, number>();
  for (const [name, values] of counts) sums.set(name, (sums.get(name) ?? 0) + values);
  return [...sums]
    .map(([name, values]) => ({ name, values }))
    .sort((a, b) => b.values - a.values || (a.name < b.name ? -1 : 1));
}

/** Icons of types, and what attributes that are made or changed are limited to. */
function addDefinitions(groups: Map<string, PlanGroup>, { context, input }: Grouped): void {
  const { unresolved, structure } = context.matches;
  const missing = Map.groupBy(unresolved, ({ kind }) => kind);
  const icons = missing.get('icon') ?? [];
  const uses = icons.reduce((sum, icon) => sum + icon.uses, 0);
  if (icons.length > 0) groups.set('icon', emptyGroup('icon', icons.length, uses));
  const written = context.source.structure.attributes.filter(
    ({ id }) => !structure.attributes.has(id) || input.changeDefinitions,
  );
  for (const kind of ['group', 'status'] as const) {
    const ids = new Set((missing.get(kind) ?? []).map(({ id }) => id));
    const named = written.filter(({ userGroups = [], allowedStatuses = [] }) =>
      (kind === 'group' ? userGroups : allowedStatuses).some((id) => ids.has(id)),
    );
    const known = groups.get(kind) ?? emptyGroup(kind, ids.size, 0);
    if (named.length > 0) groups.set(kind, { ...known, values: known.values + named.length });
  }
}

const emptyGroup = (kind: ChoiceKind, things: number, values: number): PlanGroup => ({
  id: kind,
  kind,
  things,
  values,
  attributes: [],
  attributeCount: 0,
});

/** By kind, those that are named most often first. */
const inOrder = (groups: PlanGroup[]): PlanGroup[] =>
  CHOICE_KINDS.flatMap((kind) =>
    groups.filter((group) => group.kind === kind).sort((a, b) => b.values - a.values),
  );

function outcomeOf(
  { byCause, combinations, failing }: FoundMissing,
  groupOfValues: (values: MissingValues) => string,
): PlanOutcome {
  const partial = new Map<string, number>();
  for (const [names, objects] of combinations) {
    const groups = names.split(' ').map((name) => {
      const values = byCause.get(name);
      return name === WHATEVER_IS_CHOSEN || !values ? WHATEVER_IS_CHOSEN : groupOfValues(values);
    });
    const combined = [...new Set(groups)].sort().join(' ');
    partial.set(combined, (partial.get(combined) ?? 0) + objects);
  }
  return {
    failing,
    partial: [...partial].map(([groups, objects]) => ({ groups: groups.split(' '), objects })),
  };
}
