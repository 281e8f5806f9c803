import { noteDamagedPacks, type NoteDamageDeps } from '../../backups/keep/note-damage.ts';
import type { Round } from '../../kernel/loops/work-through.ts';
import type { PackCheck } from '../../storages/pack-check.ts';

export interface CheckStoredPacksDeps extends NoteDamageDeps {
  check: PackCheck;
}

/** Reads back what is due by now; backups that name a damaged pack say so from then on. */
export async function checkStoredPacks(
  deps: CheckStoredPacksDeps,
  signal: AbortSignal,
): Promise<Round> {
  const { failed } = await deps.check.readDue(
    (damaged) => noteDamagedPacks(deps, damaged, damaged.packs),
    signal,
  );
  // What was read is no news: every round reads something.
  return { done: 0, failed };
}
