import { rewriteAql } from './rewrite-aql.ts';

/** Ids that a filter names; none where it cannot be read. */
interface NamedIds {
  types: ReadonlySet<string>;
  schemas: ReadonlySet<string>;
}

/** Ids of object types and schemas that a filter names. */
export function namedIds(query: string): NamedIds {
  const types = new Set<string>();
  const schemas = new Set<string>();
  const asItIs = (old: string): string => old;
  const noted =
    (ids: Set<string>) =>
    (old: string): string => {
      ids.add(old);
      return old;
    };
  rewriteAql(query, {
    oldKeyPrefix: '',
    newKeyPrefix: '',
    objectTypeId: noted(types),
    objectSchemaId: noted(schemas),
    objectId: asItIs,
    objectKey: asItIs,
    schemaName: asItIs,
    typeName: asItIs,
    heldKinds: () => new Set(),
    named: () => undefined,
  });
  return { types, schemas };
}
