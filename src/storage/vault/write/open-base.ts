import { Damaged, Refused } from '../../../core/kernel/errors.ts';
import type { BackupRef } from '../../../core/storages/records/backup-header.ts';
import type { ManifestStore } from '../headers/manifest-store.ts';
import { ManifestReader } from '../manifest/manifest-reader.ts';
import { damagedPack } from '../packs/damaged-pack.ts';
import type { PackStore } from '../packs/pack-store.ts';
import { BaseIndex } from './base-index.ts';

/** A base that cannot be used means a full backup, never an error. */
export async function openBase(
  store: PackStore,
  manifests: ManifestStore,
  base: BackupRef | undefined,
): Promise<{ base?: BaseIndex; damage?: string }> {
  if (!base) return {};
  try {
    const manifest = new ManifestReader(store, await manifests.read(base));
    const segments = manifest.segments().map((ref) => ref.pack);
    const packs = manifest.manifest.parts.flatMap((part) => part.packs);
    const sound = await store.sound([...new Set([...segments, ...packs])]);
    const broken = segments.find((pack) => !sound.has(pack));
    if (broken !== undefined) return { damage: damagedPack(broken) };
    return { base: new BaseIndex(base.id, manifest, sound) };
  } catch (error) {
    if (error instanceof Damaged) return { damage: error.message };
    if (error instanceof Refused) return {};
    throw error;
  }
}
