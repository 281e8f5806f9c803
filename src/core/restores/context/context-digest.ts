import { createHash } from 'node:crypto';
import { asJson, canonicalJson } from '../../kernel/json/json-value.ts';
import type { SchemaStructure } from '../../compare/structure/schema-structure.ts';
import type { Steps } from '../../kernel/loops/steps.ts';
import type { RestoreDestination } from './restore-destination.ts';
import type { RestoreMatches } from './restore-matches.ts';

type Resolved = Omit<RestoreMatches, 'structure' | 'objects'>;

/**
 * A digest of everything on the destination that a plan leans on, before choices: equal for an
 * equal destination.
 */
export function* contextDigest(
  { occupied, structure, census }: RestoreDestination,
  {
    names,
    moved,
    unresolved,
    moreUnresolved,
    toMake,
    referenceTypes,
    outsideTypes,
    outsideSchemas = new Map(),
  }: Resolved,
): Steps<string> {
  const hash = createHash('sha256');
  const add = (part: object): void => void hash.update(`${canonicalJson(asJson(part))}\n`);
  add({
    taken: occupied,
    statuses: toMake.statuses.map(({ id }) => id),
    references: [...referenceTypes],
    outsideTypes: [...outsideTypes],
    outsideSchemas: [...outsideSchemas],
    // Which versions are missing depends on what is chosen for projects; `names` has the others.
    unresolved: unresolved
      .filter(({ kind }) => kind !== 'version')
      .map(({ kind, id }) => `${kind} ${id}`)
      .sort(),
    moreUnresolved,
    there: structure?.schema ?? null,
  });
  for (const part of partsOf(structure)) {
    add([part.length]);
    for (const each of part) {
      add(each);
      yield;
    }
  }
  for (const [kind, map] of Object.entries(names)) {
    add([kind, map.size]);
    for (const pair of [...map].sort(byText)) {
      add(pair);
      yield;
    }
  }
  for (const [type, seen] of [...census].sort(byText)) {
    add([type]);
    hash.update(Buffer.from(seen.ids.slice().buffer));
    hash.update(Buffer.from(seen.updates.slice().buffer));
    if (seen.large.size > 0) add([...seen.large].sort(byText));
    yield;
  }
  for (const pair of moved) {
    add(pair);
    yield;
  }
  return hash.digest('hex');
}

/**
 * Every list of the structure; what is derived from another is left out. So are the switches, which
 * the run reads again, and which a site may tell at one time and not at another.
 */
function partsOf(structure: SchemaStructure | undefined): (readonly object[])[] {
  if (!structure) return [];
  const lists: Record<string, readonly object[]> = withoutDerived(structure);
  return Object.entries(lists)
    .sort(byText)
    .map(([, list]) => list);
}

function withoutDerived({
  schema: _schema,
  lostParents: _lostParents,
  properties: _properties,
  roles: _roles,
  unlisted: _unlisted,
  ...lists
}: SchemaStructure): Pick<SchemaStructure, 'types' | 'attributes' | 'statuses' | 'referenceTypes'> {
  return lists;
}

function byText([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
