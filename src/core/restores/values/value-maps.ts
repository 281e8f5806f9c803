import type { AttributeValue } from '../../assets/model/attribute-value.ts';
import { writtenForm } from '../../compare/compare-values.ts';
import type { SchemaStructure } from '../../compare/structure/schema-structure.ts';
import type { ObjectGraph } from '../objects/object-graph.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import { lackOfVersion, type VersionValue } from '../resolve/lack-of-version.ts';
import type { ResolvedNames } from '../resolve/resolved-names.ts';
import type { Unresolved } from '../resolve/unresolved.ts';
import { describeValue } from './describe-value.ts';
import type { AttributeTargets, ReferenceTarget, ValueMaps, WhyNowhere } from './map-values.ts';

const NOT_THERE = {
  user: "This person doesn't exist on the destination.",
  group: "This group doesn't exist on the destination.",
  status: "This status doesn't exist on the destination.",
  project: "This project doesn't exist on the destination.",
  version: "This version doesn't exist on the destination.",
} as const;
const OF_ITS_SITE =
  'A Confluence page is linked with the site that was backed up. Link it again on the destination.';

/** What maps of values are made from. */
export interface ValueSources {
  graph: ObjectGraph;
  structure: SchemaStructure;
  names: ResolvedNames;
  objects: MatchedObjects;
  unresolved: readonly Unresolved[];
  unlisted?: ReadonlyMap<string, string> | undefined;
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
  const whyNot = (kind: keyof typeof NOT_THERE, id: string): WhyNowhere => {
    const thing = listed.get(`${kind} ${id}`);
    return { reason: thing?.why ?? NOT_THERE[kind], missing: kind, cause: thing?.state };
  };
  const whyNoVersion = (value: VersionValue): WhyNowhere => {
    const lack = lackOfVersion(value, (kind, id) => listed.has(`${kind} ${id}`));
    return whyNot(lack?.kind ?? 'version', lack?.id ?? value.version);
  };
  const orWhyNot = (found: string | undefined, why: () => WhyNowhere) =>
    found === undefined ? why() : { id: found };
  return {
    attribute: (id) => attributes.get(id) ?? unknownAttribute(id),
    named: (kind, id) => orWhyNot(names[kind].get(id), () => whyNot(kind, id)),
    version: (value) => orWhyNot(names.version.get(value.version), () => whyNoVersion(value)),
    page: (id) => (isSameSite ? { id } : { reason: OF_ITS_SITE }),
    standsAs: (value) => standsAs(value, sources),
    reference: (id) => referenceTarget(id, sources, isFailed),
    shown: (value) => describeValue(value, structure.statuses, people),
  };
}

const unknownAttribute = (id: string): { name: string; reason: string } => ({
  name: `Attribute ${id}`,
  reason: "This attribute isn't in the backup.",
});

/**
 * What was left out may have been there all along: on the same site everything is what it was, and
 * some things are the same everywhere. An object that the restore writes has its own id.
 */
function standsAs(
  value: AttributeValue,
  { graph, isSameSite, unlisted = new Map() }: ValueSources,
): string | undefined {
  if ('object' in value && graph.nodeOf(value.object) >= 0) return undefined;
  const moved = 'object' in value ? unlisted.get(value.object) : undefined;
  const unmoved = isSameSite || isSameEverywhere(value) ? writtenForm(value) : undefined;
  return moved ?? unmoved;
}

const isSameEverywhere = (value: AttributeValue): boolean =>
  !('object' in value || 'status' in value || 'version' in value || 'page' in value);

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
