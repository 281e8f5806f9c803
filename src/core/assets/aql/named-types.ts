import { rewriteAql } from './rewrite-aql.ts';

/** Ids of object types that a filter names; none where it cannot be read. */
export function namedTypes(query: string): Set<string> {
  const ids = new Set<string>();
  const asItIs = (old: string): string => old;
  const objectTypeId = (old: string): string => {
    ids.add(old);
    return old;
  };
  rewriteAql(query, {
    oldKeyPrefix: '',
    newKeyPrefix: '',
    objectTypeId,
    objectSchemaId: asItIs,
    objectId: asItIs,
    objectKey: asItIs,
    schemaName: asItIs,
    typeName: asItIs,
    isReference: () => undefined,
  });
  return ids;
}
