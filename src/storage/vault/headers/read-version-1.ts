/**
 * Version 1 of the header: all kinds were known and counted together, and the segments of all parts
 * stood in it.
 */
import { z } from 'zod';
import { partsOfCounts } from '../../../core/backups/parts/parts-of-counts.ts';
import { HeaderFacts, type BackupManifest } from '../manifest/backup-manifest.ts';
import { SegmentRef } from '../manifest/segment-ref.ts';

const HeaderVersion1 = z.object({
  header: HeaderFacts.extend({
    counts: z.record(z.string(), z.number()),
    contentBytes: z.number(),
  }),
  typeCounts: z.record(z.string(), z.record(z.string(), z.number())),
  full: z.array(SegmentRef),
  overlay: z.array(SegmentRef),
  packs: z.array(z.string()),
});

/**
 * As if its parts had been sealed together. It did not tell their bytes apart: they count as those
 * of the objects.
 */
export function readVersion1(value: unknown): BackupManifest {
  const { header, typeCounts, full, overlay, packs } = HeaderVersion1.parse(value);
  const { counts, contentBytes, ...facts } = header;
  const parts = partsOfCounts(counts).map(({ name, counts: ofPart }) => {
    const kinds = Object.keys(ofPart);
    const types = kinds.map((kind) => [kind, typeCounts[kind] ?? {}] as const);
    const bytes = kinds.includes('object') ? contentBytes : 0;
    const typeCountsOfPart = Object.fromEntries(types);
    return { name, kinds, typeCounts: typeCountsOfPart, contentBytes: bytes, full, overlay, packs };
  });
  return { header: facts, parts };
}
