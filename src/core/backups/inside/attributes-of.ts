import type { AttributeDefinition } from '../../assets/model/attribute-definition.ts';
import { readStoredAttribute } from '../../assets/stored/stored-attribute.ts';
import type { BackupReader } from '../../storages/vault.ts';

export interface TypeLink {
  id: string;
  parentId: string | null;
  /** Its children have its attributes, too. */ inherited: boolean;
}

/**
 * The attributes of an object type with those it inherits, the oldest ancestor's first; Key,
 * Created and Updated are left out. @throws Damaged
 */
export async function attributesOf(
  reader: BackupReader,
  types: TypeLink[],
  typeId: string,
): Promise<{ id: string; name: string }[]> {
  const owners = lineage(types, typeId);
  const found: AttributeDefinition[] = [];
  for (const owner of owners)
    for await (const record of reader.records({ kind: 'attribute', type: owner }))
      found.push(readStoredAttribute(record.body));
  return found
    .filter((attribute) => !attribute.system)
    .sort(
      (a, b) =>
        owners.indexOf(a.typeId) - owners.indexOf(b.typeId) ||
        a.position - b.position ||
        Number(a.id) - Number(b.id),
    )
    .map(({ id, name }) => ({ id, name }));
}

/**
 * The type and the ancestors whose attributes it has, the oldest first (assets-api: A.3,
 * `inherited`).
 */
export function lineage(types: TypeLink[], typeId: string): string[] {
  const byId = new Map(types.map((type) => [type.id, type]));
  const line = [typeId];
  for (
    let parent = byId.get(byId.get(typeId)?.parentId ?? '');
    parent?.inherited && !line.includes(parent.id);
    parent = byId.get(parent.parentId ?? '')
  )
    line.unshift(parent.id);
  return line;
}
