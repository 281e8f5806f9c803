/**
 * The manifest of one part of a backup: where its entries are. `full` segments list everything in
 * order; where a part leans on that of an older backup with few changes, it names that one's full
 * segments and an `overlay` of what differs from them, tombstones included. Parts that were sealed
 * together share segments: of a segment only the entries of the part's own kinds count.
 */
import { z } from 'zod';
import type { BackupPart } from '../../../core/storages/records/backup-part.ts';
import { SegmentRef } from './segment-ref.ts';

export const PartManifest = z.object({
  name: z.string(),
  kinds: z.array(z.string()),
  /** Kind → type → number of entries. */
  typeCounts: z.record(z.string(), z.record(z.string(), z.number())),
  contentBytes: z.number(),
  full: z.array(SegmentRef),
  overlay: z.array(SegmentRef),
  /** Every data pack that an entry names, sorted. */
  packs: z.array(z.string()),
  /** Why it could not be read completely. */
  shortfall: z.string().optional(),
  /** The site does not give it: `shortfall` says why. */
  unavailable: z.boolean().optional(),
});
export type PartManifest = z.infer<typeof PartManifest>;

/** Every pack that a part names. */
export const packsNamedBy = ({ packs, full, overlay }: PartManifest): string[] => [
  ...packs,
  ...full.map((ref) => ref.pack),
  ...overlay.map((ref) => ref.pack),
];

/** What a part holds, as it is shown. */
export function partFacts({
  name,
  kinds,
  typeCounts,
  shortfall,
  unavailable,
}: PartManifest): BackupPart {
  const counts = kinds.map((kind) => {
    const types = Object.values(typeCounts[kind] ?? {});
    return [kind, types.reduce((sum, count) => sum + count, 0)] as const;
  });
  return {
    name,
    status: statusOf(shortfall, unavailable),
    counts: Object.fromEntries(counts),
    message: shortfall,
  };
}

function statusOf(shortfall: string | undefined, unavailable = false): BackupPart['status'] {
  if (shortfall === undefined) return 'complete';
  return unavailable ? 'unavailable' : 'incomplete';
}
