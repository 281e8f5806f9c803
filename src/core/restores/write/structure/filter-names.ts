import type { AqlNames, HeldKind, NamedKind } from '../../../assets/aql/aql-names.ts';
import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import type { AttributeKind } from '../../../assets/model/definitions/attribute-kind.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { RestoreLine } from '../../report/restore-line.ts';
import type { RestoreInput } from '../../restore-input.ts';
import type { WrittenStructure } from './written-structure.ts';

/**
 * What the filters of the backup name, as it is called on the destination; undefined where that is
 * not certain. `lines`: the report of the run.
 */
export async function filterNames(
  { source, destination, matches }: RestoreContext,
  written: WrittenStructure,
  { schema }: RestoreInput,
  lines: AsyncIterable<RestoreLine>,
): Promise<AqlNames> {
  const { header, structure, graph } = source;
  const { schemaId, schemaKey, schemaName } = header.site;
  const { isSameSite } = destination;
  const keys = namesKeys(source) ? await keysOf(lines, isSameSite) : new Map<string, string>();
  const kinds = kindsByName(structure.attributes);
  const unchanged = (old: string): string | undefined => (isSameSite ? old : undefined);
  return {
    objectTypeId: (old) => written.types.get(old) ?? matches.outsideTypes.get(old),
    objectSchemaId: (old) => {
      if (old === schemaId) return written.schemaId;
      return matches.outsideSchemas?.get(old);
    },
    objectId: (old) => {
      const node = graph.nodeOf(old);
      return node < 0 ? unchanged(old) : matches.objects.targetOf(node);
    },
    objectKey: (old) => {
      const isOfSchema = old.toUpperCase().startsWith(`${schemaKey}-`);
      return keys.get(old) ?? (isOfSchema ? undefined : unchanged(old));
    },
    schemaName: (old) => (isSameName(old, schemaName) ? schema.name : unchanged(old)),
    typeName: (old) =>
      source.adapted.types.find(({ from }) => isSameName(from, old))?.to ??
      structure.types.find(({ name }) => isSameName(name, old))?.name ??
      unchanged(old),
    heldKinds: (name) => kinds.get(name.toLowerCase()) ?? new Set(),
    named: (kind, old) => namedThere(kind, old, { source, destination, matches }),
    oldKeyPrefix: schemaKey,
    newKeyPrefix: schema.key,
  };
}

/** By lower-case name: attributes of different types may share one. */
function kindsByName(attributes: readonly AttributeDefinition[]): Map<string, Set<HeldKind>> {
  const kinds = new Map<string, Set<HeldKind>>();
  for (const { name, kind } of attributes) {
    const held = kinds.get(name.toLowerCase()) ?? new Set();
    kinds.set(name.toLowerCase(), held.add(heldKind(kind)));
  }
  return kinds;
}

const HELD_KINDS: readonly HeldKind[] = ['reference', 'user', 'group', 'status', 'project'];

const heldKind = (kind: AttributeKind): HeldKind =>
  HELD_KINDS.find((each) => each === kind) ?? 'other';

/** People by their accounts, groups and statuses by name, projects by key. */
function namedThere(
  kind: NamedKind,
  old: string,
  context: Pick<RestoreContext, 'source' | 'destination' | 'matches'>,
): string | null | undefined {
  if (kind === 'status') return statusThere(old, context);
  const { names, unresolved } = context.matches;
  const isLacking = unresolved.some((each) => each.kind === kind && each.id === old);
  return names[kind].get(old) ?? (isLacking ? null : undefined);
}

/** A status that stands for the backup's one may be called otherwise. */
function statusThere(
  old: string,
  { source, destination, matches }: Pick<RestoreContext, 'source' | 'destination' | 'matches'>,
): string | null | undefined {
  const { adapted, structure } = source;
  const name = adapted.statuses.find(({ from }) => isSameName(from, old))?.to ?? old;
  const status = structure.statuses.find((each) => isSameName(each.name, name));
  if (!status) return undefined;
  const id = matches.names.status.get(status.id);
  const there = destination.structure?.statuses.find((each) => each.id === id);
  if (there) return there.name;
  return matches.unresolved.some((each) => each.kind === 'status' && each.id === status.id)
    ? null
    : name;
}

/** Whether a filter may name objects of the schema by their keys. */
function namesKeys({ header, structure }: RestoreContext['source']): boolean {
  const prefix = `${header.site.schemaKey.toLowerCase()}-`;
  return structure.attributes.some(({ filter }) => filter?.toLowerCase().includes(prefix));
}

/**
 * The key in the backup → the key on the destination. An object that was left as it is has no new
 * key in the report; on its own site it's the very object, with its very key.
 */
async function keysOf(
  lines: AsyncIterable<RestoreLine>,
  isSameSite: boolean,
): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  for await (const { sourceId, sourceKey, targetId, targetKey } of lines) {
    const isItself = isSameSite && targetId === sourceId;
    const key = targetKey ?? (isItself ? sourceKey : undefined);
    if (sourceKey && key) keys.set(sourceKey, key);
  }
  return keys;
}

const isSameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
