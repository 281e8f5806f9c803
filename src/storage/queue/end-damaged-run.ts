import { OPEN_STATES } from '../../core/runs/run.ts';
import type { Change, Collection } from '../collection.ts';
import { setFields } from '../set-fields.ts';
import { RUN_SHAPE, type RunDocument } from './run-document.ts';

const MESSAGE =
  "This run can't continue because its data was changed in the database. Start it again. If this happens again, contact whoever runs this service.";
/** The shape goes by whole documents: what is read by these fields is not held to it. */
const FIELDS = Object.fromEntries(Object.keys(RUN_SHAPE).map((field) => [field, 1] as const));

type Runs = Collection<RunDocument>;

/**
 * Ends a run that nobody can work because its data was changed in the database. What cannot be read
 * of it is replaced, so that it is listed with its message and what it held is given back.
 */
export async function endDamagedRun(runs: Runs, _id: string, now: Date): Promise<void> {
  const isOpen = { _id, state: { $in: OPEN_STATES } };
  const [run] = await runs.find(isOpen, { select: FIELDS, limit: 1 });
  if (run) await runs.update(isOpen, endedAsDamaged(run, now));
}

/** The same for one that nobody would claim: it has ended, or its state is none. */
export async function mendClosedRun(runs: Runs, _id: string, now: Date): Promise<void> {
  const isClosed = { _id, state: { $nin: OPEN_STATES }, removed: { $ne: true } };
  const [run] = await runs.find(isClosed, { select: FIELDS, limit: 1 });
  if (!run) return;
  const hasEnded = RUN_SHAPE.state.safeParse(run.state).success;
  await runs.update(isClosed, hasEnded ? replacing(run, now) : endedAsDamaged(run, now));
}

function endedAsDamaged(run: RunDocument, now: Date): Change {
  const gone = ['holder', 'holders', 'startedAt', 'takeovers', 'notBefore', 'asleepAt', 'waiting'];
  return replacing(run, now, {
    ended: {
      state: 'failed',
      errorCode: 'damaged',
      message: MESSAGE,
      fence: 0,
      heartbeat: 0,
      endedAt: now,
    },
    gone,
  });
}

/** What cannot be read gives way to what says nothing. */
function replacing(
  run: RunDocument,
  now: Date,
  { ended = {}, gone = [] }: { ended?: Record<string, unknown>; gone?: string[] } = {},
): Change {
  const replaced: Record<string, unknown> = {};
  const unset = [...gone];
  for (const [field, shape] of Object.entries(RUN_SHAPE)) {
    if (field in ended || shape.safeParse(run[field as keyof RunDocument]).success) continue;
    if (field in INSTEAD) replaced[field] = INSTEAD[field]?.(now);
    else unset.push(field);
  }
  const unsetting = Object.fromEntries(unset.map((field) => [field, undefined]));
  return setFields({ ...unsetting, ...replaced, ...ended });
}

/** What a run cannot be without. */
const INSTEAD: Readonly<Record<string, (now: Date) => unknown>> = {
  trigger: () => 'manual',
  requestedBy: () => ({ accountId: '', name: 'unknown' }),
  queuedAt: (now) => now,
  progress: () => ({ step: 'Ended', done: 0, total: 0, rate: 0 }),
  fence: () => 0,
  endedAt: (now) => now,
};
