import type { Clock } from '../../../../kernel/time/clock.ts';
import { Unavailable } from '../../../../kernel/errors.ts';
import type { AssetsObject } from '../../../../assets/model/assets-object.ts';
import type { AssetsDestination } from '../../../../assets/ports/assets-destination.ts';
import { WriteRefused } from '../../../../assets/ports/write-refused.ts';
import type { AttributeRoles } from './attribute-roles.ts';
import { writtenForm } from '../../../../compare/compare-values.ts';

const POLL_MS = 500;
/** For longer waits the run sleeps in the queue. */
const PATIENCE_MS = 30_000;

type Dated = Pick<AssetsObject, 'updated'>;

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
 * clock. If nothing was, an object that this run made is written once more unchanged. If this run
 * made none yet, or the site doesn't date a write that changes nothing, only waiting helps: what
 * was shown before proves nothing. @throws Unavailable `search-lags`
 */
export async function awaitIndex(beforeMs: number, barrier: IndexBarrier): Promise<void> {
  const last = barrier.lastWrite();
  if (!last) return waitSettled(barrier);
  if (last.sentAtMs > beforeMs) return awaitShown(last.id, barrier);
  const before = await barrier.target.object(last.id, barrier.signal);
  // Somebody deleted it: the search will never show it.
  if (!before) return waitSettled(barrier);
  const after = await rewriteUnchanged(before, last, barrier);
  if (after && isLater(after, before)) return awaitShown(last.id, barrier, after);
  await awaitShown(last.id, barrier);
  return waitSettled(barrier);
}

const isLater = (a: Dated, b: Dated): boolean => Date.parse(a.updated) > Date.parse(b.updated);

const waitSettled = ({ clock, settleMs, signal }: IndexBarrier): Promise<void> =>
  clock.sleep(settleMs, signal);

/** Waits until the search shows the object, as of this state or a later one. */
async function awaitShown(
  id: string,
  { target, clock, signal }: IndexBarrier,
  written?: Dated,
): Promise<void> {
  const deadline = clock.monotonicMs() + PATIENCE_MS;
  for (;;) {
    const received = await target.objectsById([id], signal);
    const shown = (await received.read()).objects[0];
    if (shown && (!written || Date.parse(shown.updated) >= Date.parse(written.updated))) return;
    if (clock.monotonicMs() > deadline)
      throw new Unavailable(
        'search-lags',
        "The destination's search doesn't show what was written yet. Resume the restore later.",
        { retryAfterMs: 0 },
      );
    await clock.sleep(POLL_MS, signal);
  }
}

/** The object after it; undefined if none of it can be written. */
async function rewriteUnchanged(
  { values: before }: AssetsObject,
  { id, typeId }: KnownWrite,
  { target, signal, plain, count }: IndexBarrier,
): Promise<AssetsObject | undefined> {
  const plainValues = Object.entries(before).find(
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
  return (await target.object(id, signal)) ?? undefined;
}
