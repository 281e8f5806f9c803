import type { AttributePair } from '../../compare/compare-values.ts';
import type { AttributeDefinition } from '../../assets/model/attribute-definition.ts';
import type { AttributeValue } from '../../assets/model/attribute-value.ts';
import type { AttributeTarget, AttributeTargets, ValueMaps } from './map-values.ts';
import { refusalOf } from './value-rules.ts';
import type { Unresolved } from '../resolve/unresolved.ts';
import type { ObjectGraph } from '../objects/object-graph.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import type { ResolvedNames } from '../resolve/resolved-names.ts';
import type { StructureMatch } from '../../compare/match-structure.ts';
import { attributesOf, type SchemaStructure } from '../../compare/schema-structure.ts';

const NOT_THERE = {
  user: 'The person is not on the destination.',
  group: 'The group is not on the destination.',
  status: 'The status is not on the destination.',
  project: 'The project is not on the destination.',
} as const;

const MADE_ANEW =
  'The object that it names is not part of this restore, and the attribute takes only objects of the type that the restore makes.';

/**
 * How attributes of the backup stand on the destination: those that are there as they are, those to
 * come by the backup's definition.
 */
export function attributeTargets(
  structure: SchemaStructure,
  match: Pick<StructureMatch, 'attributes'>,
  idOf: (attribute: AttributeDefinition) => string | undefined,
  {
    makesType,
    changesDefinitions,
  }: { makesType: (typeId: string) => boolean; changesDefinitions: boolean },
): Map<string, AttributeTarget> {
  const targets = new Map<string, AttributeTarget>();
  for (const attribute of structure.attributes.filter((each) => !each.system)) {
    const there = match.attributes.get(attribute.id);
    const reason =
      there && !there.editable ? 'The attribute cannot be edited on the destination.' : undefined;
    const id = there?.id ?? idOf(attribute);
    if (reason !== undefined || id === undefined) {
      targets.set(attribute.id, {
        name: attribute.name,
        reason: reason ?? 'The attribute could not be made on the destination.',
      });
      continue;
    }
    const loosened = { ...attribute, regexValidation: undefined };
    const rules =
      there && changesDefinitions ? { ...loosened, kind: there.kind } : (there ?? loosened);
    const refersTo = attribute.referencedTypeId;
    const refusesOutside = refersTo !== undefined && makesType(refersTo) ? MADE_ANEW : undefined;
    targets.set(attribute.id, {
      id,
      name: there?.name ?? attribute.name,
      refuses: refusalOf(rules),
      maximum: rules.maximumCardinality ?? -1,
      ...(refusesOutside === undefined ? {} : { refusesOutside }),
    });
  }
  return targets;
}

/** What maps of values are made from. */
export interface ValueSources {
  graph: ObjectGraph;
  structure: SchemaStructure;
  names: ResolvedNames;
  objects: MatchedObjects;
  unresolved: readonly Unresolved[];
}

/**
 * `failed`: why an object of this restore is not on the destination, for those that could not be
 * created.
 */
export function valueMaps(
  { graph, structure, names, objects, unresolved }: ValueSources,
  attributes: AttributeTargets,
  failed: (node: number) => boolean = () => false,
): ValueMaps {
  const people = new Map(
    unresolved.filter(({ kind }) => kind === 'user').map((person) => [person.id, person]),
  );
  const unknown = (id: string): { name: string; reason: string } => ({
    name: `Attribute ${id}`,
    reason: 'The backup does not hold this attribute.',
  });
  return {
    attribute: (id) => attributes.get(id) ?? unknown(id),
    named: (kind, id) => {
      const found = names[kind].get(id);
      return found === undefined
        ? { reason: (kind === 'user' ? people.get(id)?.why : undefined) ?? NOT_THERE[kind] }
        : { id: found };
    },
    reference: (id) => {
      const node = graph.nodeOf(id);
      if (node >= 0) {
        const target = objects.targetOf(node);
        return target !== undefined
          ? { id: target }
          : failed(node)
            ? { reason: 'The object that it names could not be created.' }
            : 'later';
      }
      const found = names.reference.get(id);
      return found === undefined
        ? { reason: 'The object that it names is not on the destination.' }
        : { id: found, outside: true };
    },
    shown: (value) => shown(value, structure, people),
  };
}

function shown(
  value: AttributeValue,
  { statuses }: SchemaStructure,
  people: ReadonlyMap<string, Unresolved>,
): string {
  if ('value' in value) return value.value.slice(0, 200);
  if ('object' in value) return `object ${value.object}`;
  if ('user' in value) {
    const name = people.get(value.user)?.name ?? value.user;
    return name === value.user ? `account ${value.user}` : `${name}, account ${value.user}`;
  }
  if ('group' in value) return value.group;
  if ('status' in value)
    return (
      value.name || (statuses.find((status) => status.id === value.status)?.name ?? value.status)
    );
  if ('project' in value) return value.project;
  return JSON.stringify(value.other).slice(0, 200);
}

/** The attributes of a type that can hold values on the destination, inherited ones among them. */
export function attributePairs(
  structure: SchemaStructure,
  typeId: string,
  attributes: AttributeTargets,
): AttributePair[] {
  return attributesOf(structure, typeId).flatMap(({ id }) => {
    const target = attributes.get(id);
    return target && 'id' in target ? [{ a: id, b: target.id }] : [];
  });
}
