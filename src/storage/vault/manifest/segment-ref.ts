import { z } from 'zod';

const Key = z.object({ kind: z.string(), type: z.string(), id: z.string() });

/** Names a segment: its pack, and what it must hold. */
export const SegmentRef = z.object({
  pack: z.string(),
  count: z.number(),
  hash: z.string(),
  first: Key,
  last: Key,
});
export type SegmentRef = z.infer<typeof SegmentRef>;
