import { letOthersRun } from '../../../core/kernel/loops/let-others-run.ts';
import type { RecordKind } from '../../../core/storages/records/backup-record.ts';
import type { RecordChanges } from '../../../core/storages/records/backup-reader.ts';
import type { Entry } from '../manifest/entry.ts';
import type { ManifestReader } from '../manifest/manifest-reader.ts';
import { pairEntries, type EntryPair } from '../manifest/merge-entries.ts';
import type { PartManifest } from '../manifest/part-manifest.ts';

/**
 * How the records of one kind differ between two backups, without opening any. Where both lean on
 * the same full segments, only what differs from those is looked at. @throws Damaged
 */
export async function countChanges(
  after: ManifestReader,
  before: ManifestReader,
  kind: RecordKind,
  signal?: AbortSignal,
): Promise<RecordChanges> {
  const changes: RecordChanges = { added: 0, removed: 0, changed: 0 };
  const parts = [after.partOf(kind), before.partOf(kind)] as const;
  const pairs = hasSameSegments(...parts)
    ? overlayPairs(after, before, kind)
    : pairEntries(after.entries({ kind }), before.entries({ kind }));
  for await (const batch of pairs) {
    signal?.throwIfAborted();
    for (const pair of batch) note(changes, pair);
    await letOthersRun();
  }
  return changes;
}

function note(changes: RecordChanges, pair: EntryPair): void {
  const [left, right] = [present(pair.left), present(pair.right)];
  if (left && !right) changes.added += 1;
  else if (!left && right) changes.removed += 1;
  else if (left && right && isOther(left, right)) changes.changed += 1;
}

const present = (entry: Entry | undefined): Entry | undefined =>
  entry?.gone === true ? undefined : entry;

/** Where it is stored doesn't matter. */
const isOther = (a: Entry, b: Entry): boolean => a.hash !== b.hash || a.label !== b.label;

function hasSameSegments(a: PartManifest | undefined, b: PartManifest | undefined): boolean {
  if (!a || !b || a.full.length !== b.full.length) return false;
  return a.full.every(({ pack }, at) => pack === b.full[at]?.pack);
}

/** What one side's overlay does not have is as it is in the full segments. */
async function* overlayPairs(
  after: ManifestReader,
  before: ManifestReader,
  kind: RecordKind,
): AsyncGenerator<EntryPair[]> {
  const overlays = pairEntries(after.overlayEntries(kind), before.overlayEntries(kind));
  for await (const batch of overlays) {
    const pairs: EntryPair[] = [];
    for (const { left, right } of batch)
      pairs.push({
        left: left ?? (right && (await after.find(right))),
        right: right ?? (left && (await before.find(left))),
      });
    yield pairs;
  }
}
