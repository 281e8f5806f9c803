import type { SchemaStructure } from '../../compare/structure/schema-structure.ts';
import type { ObjectGraph } from '../objects/object-graph.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import type { ResolvedNames } from '../resolve/resolved-names.ts';
import type { Unresolved } from '../resolve/unresolved.ts';
import { describeValue } from './describe-value.ts';
import type { AttributeTargets, ReferenceTarget, ValueMaps } from './map-values.ts';

const NOT_THERE = {
  user: "This person doesn't exist on the destination.",
  group: "This group doesn't exist on the destination.",
  status: "This status doesn't exist on the destination.",
  project: "This project doesn't exist on the destination.",
} as const;
const OF_ITS_SITE = {
  version:
    'A version belongs to a project of the site that was backed up. Choose one of the destination there.',
  page: 'A Confluence page is linked with the site that was backed up. Link it again on the destination.',
} as const;

/** What maps of values are made from. */
export interface ValueSources {
  graph: ObjectGraph;
  structure: SchemaStructure;
  names: ResolvedNames;
  objects: MatchedObjects;
  unresolved: readonly Unresolved[];
  /** Whether the destination is the site that was backed up. */
  isSameSite: boolean;
}

/**
 * What values of the backup are on the destination. `isFailed`: whether an object of this restore
 * could not be created.
 */
export function valueMaps(
  sources: ValueSources,
  attributes: AttributeTargets,
  isFailed: (node: number) => boolean = () => false,
): ValueMaps {
  const { structure, names, unresolved, isSameSite } = sources;
  const people = new Map(
    unresolved.filter(({ kind }) => kind === 'user').map((person) => [person.id, person]),
  );
  const listed = new Map(unresolved.map((thing) => [`${thing.kind} ${thing.id}`, thing]));
  return {
    attribute: (id) => attributes.get(id) ?? unknownAttribute(id),
    named: (kind, id) => {
      const found = names[kind].get(id);
      if (found !== undefined) return { id: found };
      const thing = listed.get(`${kind} ${id}`);
      return { reason: thing?.why ?? NOT_THERE[kind], missing: kind, cause: thing?.state };
    },
    siteThing: (kind, id) => (isSameSite ? { id } : { reason: OF_ITS_SITE[kind] }),
    reference: (id) => referenceTarget(id, sources, isFailed),
    shown: (value) => describeValue(value, structure.statuses, people),
  };
}

const unknownAttribute = (id: string): { name: string; reason: string } => ({
  name: `Attribute ${id}`,
  reason: "This attribute isn't in the backup.",
});

function referenceTarget(
  id: string,
  { graph, names, objects }: ValueSources,
  isFailed: (node: number) => boolean,
): ReferenceTarget {
  const node = graph.nodeOf(id);
  if (node < 0) {
    const found = names.reference.get(id);
    return found === undefined
      ? {
          reason: "The referenced object doesn't exist on the destination.",
          missing: 'reference',
        }
      : { id: found, outside: true };
  }
  const target = objects.targetOf(node);
  if (target !== undefined) return { id: target };
  return isFailed(node) ? { reason: "The referenced object couldn't be created." } : 'later';
}
