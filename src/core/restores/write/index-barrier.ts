import type { Clock } from '../../kernel/clock.ts';
import { Unavailable } from '../../kernel/errors.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import { WriteRefused } from '../../assets/ports/write-refused.ts';
import { writtenForm } from '../../compare/compare-values.ts';

const POLL_MS = 500;
const PATIENCE_MS = 600_000;

/** An object that this run made, and when its create was sent. */
export interface KnownWrite {
  id: string;
  typeId: string;
  sentAtMs: number;
}
export interface IndexBarrier {
  target: AssetsDestination;
  clock: Clock;
  signal: AbortSignal;
  settleMs: number;
  lastWrite: () => KnownWrite | undefined;
  /** Attributes of the destination that hold plain values which this run writes. */ plain: ReadonlySet<string>;
  onWrite: () => void;
}

/**
 * Resolves when the search knows what was written before that moment: it shows something that was written later. Where nothing was, an object that this run made
 * is written again as it is; where this run made none yet, only time tells.
 */
export async function indexCaughtUp(beforeMs: number, barrier: IndexBarrier): Promise<void> {
  const { target, clock, signal, settleMs, lastWrite } = barrier;
  const last = lastWrite();
  const updated = last && last.sentAtMs <= beforeMs ? await writtenAgain(last, barrier) : '';
  if (!last || updated === undefined) return clock.sleep(settleMs, signal);
  const deadline = clock.monotonicMs() + PATIENCE_MS;
  for (;;) {
    const found = (await target.objectsById([last.id], signal)).read().objects[0];
    if (found && (updated === '' || Date.parse(found.updated) >= Date.parse(updated))) return;
    if (clock.monotonicMs() > deadline)
      throw new Unavailable(
        'search-lags',
        'The search of the destination did not show for ten minutes what was written. Let the restore go on later.',
      );
    await clock.sleep(POLL_MS, signal);
  }
}

/** When; undefined where it cannot be: somebody has deleted it, or nothing of it can be written. */
async function writtenAgain(
  { id, typeId }: KnownWrite,
  { target, signal, plain, onWrite }: IndexBarrier,
): Promise<string | undefined> {
  const [attribute, values] =
    Object.entries((await target.object(id, signal))?.values ?? {}).find(
      ([each, list]) => plain.has(each) && list.length > 0,
    ) ?? [];
  if (attribute === undefined || values === undefined) return undefined;
  try {
    await target.updateObject(
      id,
      { typeId, values: { [attribute]: values.map(writtenForm) } },
      signal,
    );
  } catch (error) {
    if (error instanceof WriteRefused) return undefined;
    throw error;
  }
  onWrite();
  return (await target.object(id, signal))?.updated;
}
