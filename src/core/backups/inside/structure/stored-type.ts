import { z } from 'zod';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import { asTree, depthsOf } from './as-tree.ts';

/** The body of an object type's record. */
export const StoredType = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  parentId: z.string().nullable(),
  position: z.number(),
  abstract: z.boolean(),
  inherited: z.boolean(),
  iconId: z.string().catch(''),
  iconName: z.string().catch(''),
});
export type StoredType = z.infer<typeof StoredType>;

/** @throws Damaged */
export async function readTypes(reader: BackupReader): Promise<StoredType[]> {
  const types: StoredType[] = [];
  for await (const record of reader.records({ kind: 'objectType' }))
    types.push(StoredType.parse(record.body));
  return types;
}

/** Roots by position, each followed by its children. */
export function inTreeOrder(types: readonly StoredType[]): { type: StoredType; depth: number }[] {
  const tree = asTree(types).sort((a, b) => b.position - a.position || Number(b.id) - Number(a.id));
  const depths = depthsOf(tree);
  const children = Map.groupBy(tree, (type) => type.parentId);
  const ordered: { type: StoredType; depth: number }[] = [];
  const open = [...(children.get(null) ?? [])];
  for (let type = open.pop(); type !== undefined; type = open.pop()) {
    ordered.push({ type, depth: depths.get(type.id) ?? 0 });
    open.push(...(children.get(type.id) ?? []));
  }
  return ordered;
}
