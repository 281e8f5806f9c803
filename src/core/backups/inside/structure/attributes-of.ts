import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import { readStoredAttribute } from '../../../assets/stored/stored-attribute.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import { lineage, type TypeLink } from './as-tree.ts';

/**
 * The attributes of an object type with those it inherits, the oldest ancestor's first; Key,
 * Created and Updated are left out. @throws Damaged
 */
export async function attributesOf(
  reader: BackupReader,
  types: readonly TypeLink[],
  typeId: string,
): Promise<{ id: string; name: string }[]> {
  const owners = lineage(new Map(types.map((type) => [type.id, type])), typeId);
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
