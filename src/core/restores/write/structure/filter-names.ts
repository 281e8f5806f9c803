import type { AqlNames } from '../../../assets/aql/aql-names.ts';
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
  const keys = namesKeys(source) ? await keysOf(lines) : new Map<string, string>();
  const kinds = new Map(structure.attributes.map(({ name, kind }) => [name.toLowerCase(), kind]));
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
    isReference: (name) => {
      const kind = kinds.get(name.toLowerCase());
      return kind === undefined ? undefined : kind === 'reference';
    },
    oldKeyPrefix: schemaKey,
    newKeyPrefix: schema.key,
  };
}

/** Whether a filter may name objects of the schema by their keys. */
function namesKeys({ header, structure }: RestoreContext['source']): boolean {
  const prefix = `${header.site.schemaKey.toLowerCase()}-`;
  return structure.attributes.some(({ filter }) => filter?.toLowerCase().includes(prefix));
}

/** The key in the backup → the key on the destination. */
async function keysOf(lines: AsyncIterable<RestoreLine>): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  for await (const { sourceKey, targetKey } of lines)
    if (sourceKey && targetKey) keys.set(sourceKey, targetKey);
  return keys;
}

const isSameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
