import type { Change, Collection } from '../collection.ts';
import { OPEN_STATES } from '../../core/runs/run.ts';
import { RUN_SHAPE, type RunDocument } from './run-document.ts';

const MESSAGE =
  "This run can't continue because its data was changed in the database. Start it again. If this happens again, contact whoever runs this service.";
/** The shape goes by whole documents: what is read by these fields is not held to it. */
const FIELDS = Object.fromEntries(Object.keys(RUN_SHAPE).map((field) => [field, 1] as const));

/**
 * Ends a run that nobody can work because its data was changed in the database. What cannot be read
 * of it is replaced, so that it is listed with its message and what it held is given back.
 */
export async function endDamagedRun(
  runs: Collection<RunDocument>,
  _id: string,
  now: Date,
): Promise<void> {
  const isOpen = { _id, state: { $in: OPEN_STATES } };
  const [run] = await runs.find(isOpen, { select: FIELDS, limit: 1 });
  if (run) await runs.update(isOpen, endedAsDamaged(run, now));
}

function endedAsDamaged(run: RunDocument, now: Date): Change {
  const ended = {
    state: 'failed',
    errorCode: 'damaged',
    message: MESSAGE,
    fence: 0,
    heartbeat: 0,
    endedAt: now,
  };
  const gone = ['holder', 'holders', 'startedAt', 'takeovers', 'notBefore', 'waiting'];
  const replaced: Record<string, unknown> = {};
  for (const [field, shape] of Object.entries(RUN_SHAPE)) {
    if (field in ended || shape.safeParse(run[field as keyof RunDocument]).success) continue;
    if (field in INSTEAD) replaced[field] = INSTEAD[field]?.(now);
    else gone.push(field);
  }
  const unset = Object.fromEntries(gone.map((field) => [field, 1] as const));
  return { $set: { ...replaced, ...ended }, $unset: unset };
}

/** What a run cannot be without. */
const INSTEAD: Readonly<Record<string, (now: Date) => unknown>> = {
  trigger: () => 'manual',
  requestedBy: () => ({ accountId: '', name: 'unknown' }),
  queuedAt: (now) => now,
  progress: () => ({ step: 'Ended', done: 0, total: 0, rate: 0 }),
};
