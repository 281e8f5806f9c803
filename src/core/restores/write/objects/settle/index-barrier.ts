import type { Clock } from '../../../../kernel/time/clock.ts';
import { Unavailable } from '../../../../kernel/errors.ts';
import type { AssetsDestination } from '../../../../assets/ports/assets-destination.ts';
import { WriteRefused } from '../../../../assets/ports/write-refused.ts';
import type { AttributeRoles } from './attribute-roles.ts';
import { writtenForm } from '../../../../compare/compare-values.ts';

const POLL_MS = 500;
/** For longer waits the run sleeps in the queue. */
const PATIENCE_MS = 30_000;

/** An object that this run made, and when its create was sent, on the monotonic clock. */
export interface KnownWrite {
  id: string;
  typeId: string;
  sentAtMs: number;
}

export interface IndexBarrier extends Pick<AttributeRoles, 'plain'> {
  target: AssetsDestination;
  clock: Clock;
  signal: AbortSignal;
  settleMs: number;
  lastWrite: () => KnownWrite | undefined;
  /** Awaits a call that writes, and counts it. */
  count: <T>(call: Promise<T>) => Promise<T>;
}

/**
 * Resolves when the search shows something that was written after that moment, on the monotonic
 * clock. If nothing was, an object that this run made is written once more unchanged; if this run
 * made none yet, only waiting helps. @throws Unavailable `search-lags`
 */
export async function awaitIndex(beforeMs: number, barrier: IndexBarrier): Promise<void> {
  const last = barrier.lastWrite();
  if (!last) return waitSettled(barrier);
  if (last.sentAtMs > beforeMs) return awaitShown(last.id, barrier);
  const updated = await rewriteUnchanged(last, barrier);
  if (updated === undefined) return waitSettled(barrier);
  return awaitShown(last.id, barrier, updated);
}

const waitSettled = ({ clock, settleMs, signal }: IndexBarrier): Promise<void> =>
  clock.sleep(settleMs, signal);

/** Waits until the search shows the object as of this update or a later one. */
async function awaitShown(
  id: string,
  { target, clock, signal }: IndexBarrier,
  updated?: string,
): Promise<void> {
  const deadline = clock.monotonicMs() + PATIENCE_MS;
  for (;;) {
    const received = await target.objectsById([id], signal);
    const shown = (await received.read()).objects[0];
    const isShown = shown && (!updated || Date.parse(shown.updated) >= Date.parse(updated));
    if (isShown) return;
    if (clock.monotonicMs() > deadline)
      throw new Unavailable(
        'search-lags',
        "The destination's search doesn't show what was written yet. Resume the restore later.",
        { retryAfterMs: 0 },
      );
    await clock.sleep(POLL_MS, signal);
  }
}

/**
 * When it was written; undefined if it can't be: somebody deleted it, or none of it can be written.
 */
async function rewriteUnchanged(
  { id, typeId }: KnownWrite,
  { target, signal, plain, count }: IndexBarrier,
): Promise<string | undefined> {
  const object = await target.object(id, signal);
  const plainValues = Object.entries(object?.values ?? {}).find(
    ([attribute, list]) => plain.has(attribute) && list.length > 0,
  );
  if (plainValues === undefined) return undefined;
  const [attribute, list] = plainValues;
  const values = { [attribute]: list.map(writtenForm) };
  try {
    await count(target.updateObject(id, { typeId, values }, signal));
  } catch (error) {
    if (error instanceof WriteRefused) return undefined;
    throw error;
  }
  return (await target.object(id, signal))?.updated;
}
