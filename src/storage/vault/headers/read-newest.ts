import { Damaged, Refused } from '../../../core/kernel/errors.ts';
import type { BackupHeader } from '../../../core/storages/records/backup-header.ts';
import { headerOf } from '../manifest/backup-manifest.ts';
import type { HeaderDocument } from './header-document.ts';
import { openNewest } from './header-store.ts';
import { newestOfEach } from './manifest-store.ts';
import { openPart, type PartDocument } from './part-store.ts';
import { SealedText, type SealingPlace } from './sealed-text.ts';

/** The manifests of one backup. */
export interface BackupDocuments {
  headers: HeaderDocument[];
  parts: PartDocument[];
}

/**
 * A backup as it was sealed last, from documents that are in no database. The error, where it can't
 * be read.
 */
export async function readNewest(
  { headers, parts }: BackupDocuments,
  place: SealingPlace,
): Promise<{ header: BackupHeader; rootHash: string } | Damaged | Refused> {
  try {
    const { manifest, rootHash } = await openNewest(headers, new SealedText(place, 'header'));
    const named = new Map(manifest.parts.map((part) => [part.name, part]));
    const sealed = new SealedText(place, 'part');
    for (const document of newestOfEach(parts))
      named.set(document.part, await openPart(sealed, document));
    const { header } = manifest;
    return { header: headerOf({ header, parts: [...named.values()] }), rootHash };
  } catch (error) {
    if (error instanceof Damaged || error instanceof Refused) return error;
    throw error;
  }
}
