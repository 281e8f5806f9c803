import { z } from 'zod';
import { Damaged, Refused } from '../../../core/kernel/errors.ts';
import { readSpill, Spill } from '../manifest/entry-spiller.ts';
import { packsOf, runOf } from '../packs/pack-id.ts';
import type { PackStore } from '../packs/pack-store.ts';

/** What a successor of a writer needs: which spills are there. */
export const WriterCheckpoint = z.object({ spills: z.array(Spill), storedBytes: z.number() });
export type WriterCheckpoint = z.infer<typeof WriterCheckpoint>;

/** @throws Refused `checkpoint-unusable` */
export function readWriterCheckpoint(value: unknown): WriterCheckpoint {
  if (value === undefined) return { spills: [], storedBytes: 0 };
  const parsed = WriterCheckpoint.safeParse(value);
  if (!parsed.success)
    throw new Refused(
      'checkpoint-unusable',
      "The interrupted backup can't be resumed because it was started by another version of this service. Start a new backup.",
      { cause: parsed.error },
    );
  return parsed.data;
}

/**
 * Everything that a checkpoint names is there and can be read: else it is of a database that was
 * restored from an older copy, or the storage lost something. @throws Damaged
 */
export async function assertUsable(
  store: PackStore,
  { spills }: WriterCheckpoint,
  runId: string,
): Promise<void> {
  const packs = new Set<string>();
  for (const spill of spills)
    for await (const entries of readSpill(store, spill)) {
      const places = entries.filter(({ gone }) => !gone).map(({ place }) => place);
      const own = places.flatMap(packsOf).filter((pack) => runOf(pack) === runId);
      own.forEach((pack) => packs.add(pack));
    }
  const sound = await store.sound([...packs]);
  if (sound.size < packs.size)
    throw new Damaged(
      'What the backup stored before it was interrupted no longer exists. Start a new backup.',
    );
}
