import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId } from '../../../core/kernel/ids.ts';
import type { ManifestStore } from './manifest-store.ts';

/**
 * What a backup names; nothing when its header is gone or damaged: what its runs wrote is deleted
 * anyway.
 */
export async function packsOfBackup(manifests: ManifestStore, id: RunId): Promise<string[]> {
  try {
    return (await manifests.namedPacks(id)) ?? [];
  } catch (error) {
    if (error instanceof Damaged) return [];
    throw error;
  }
}
