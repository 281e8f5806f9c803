import { Damaged } from '../../kernel/errors.ts';
import type { CopySource } from '../../storages/records/copy-source.ts';
import type { BackupHeader, BackupRef } from '../../storages/records/backup-header.ts';
import type { VerifyProgress } from '../../storages/records/backup-reader.ts';
import type { Vault } from '../../storages/vault.ts';
import { damagedSource, readSource } from './read-source.ts';

/** A copy as written. */
interface WrittenCopy {
  vault: Vault;
  ref: BackupRef;
  header: BackupHeader;
}

/**
 * Reads every byte of a copy back and compares it with its source. @throws Damaged if they differ,
 * Refused `source-damaged` if the copy has the faults of its source
 */
export async function compareCopy(
  source: CopySource,
  header: BackupHeader,
  { vault, ref, header: written }: WrittenCopy,
  how: { signal: AbortSignal; onProgress: (progress: VerifyProgress) => void },
): Promise<void> {
  const { signal } = how;
  if (countsOf(header) !== countsOf(written)) throw new Damaged('its counts differ');
  const copy = await vault.openCopySource(ref);
  const withHashes = copy.hashKeyMark === source.hashKeyMark;
  const digest = await readSource(() => source.digest({ signal, withHashes }));
  if ((await copy.digest({ signal, withHashes })) !== digest)
    throw new Damaged('its records differ');
  const { damage, packs } = await vault.verify(ref, how);
  const [first] = damage;
  if (first === undefined) return;
  if (packs.length === 0) throw damagedSource(first);
  throw new Damaged(first);
}

/** Counts by part and kind, as text that can be compared. */
const countsOf = ({ parts }: BackupHeader): string =>
  JSON.stringify(
    parts
      .flatMap(({ name, counts, message = '' }) =>
        Object.entries(counts).map(([kind, count]) => [name, kind, count, message]),
      )
      .toSorted(([a, b], [c, d]) => (`${a} ${b}` < `${c} ${d}` ? -1 : 1)),
  );
