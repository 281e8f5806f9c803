import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import { findObject } from './find-objects.ts';

/** Naming one costs a look into the backup; beyond this many, objects are called by their id. */
const MAX_NAMED = 50;

/**
 * What people call these objects, by id: "Laptop 7 (COMP-7)". Those that the backup does not have
 * are left out. @throws Damaged
 */
export async function objectNames(
  reader: BackupReader,
  ids: Iterable<string>,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const id of [...new Set(ids)].slice(0, MAX_NAMED)) {
    const object = await findObject(reader, id);
    if (object) names.set(id, `${object.label} (${object.key})`);
  }
  return names;
}
