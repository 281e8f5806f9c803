import { Unavailable } from '../kernel/errors.ts';
import type { RunSleep } from './run-lease.ts';
import { DAY_MS } from '../kernel/time/durations.ts';

/** The first sleep; each further one for the same thing is twice as long. */
const FIRST_MS = 2_000;
/** A wrong clock or a suspended machine alone does not use up the patience. */
const MIN_TRIES = 3;

/** What a run waits for, by the code of the error that says so. */
interface Wait {
  why: string;
  /** The longest sleep before it is tried again, unless the error asks for more, ms. */
  longestMs: number;
  /** How long to wait for it in all, ms; absent: as long as for anything that does not answer. */
  patienceMs?: number;
}

const WAITS: ReadonlyMap<string, Wait> = new Map([
  [
    'backup-in-use',
    {
      why: 'Waiting: the backup is still in use.',
      longestMs: 30_000,
      patienceMs: Infinity, // that run ends
    },
  ],
  [
    'copy-before',
    {
      why: 'Waiting: another copy of this schema is still running.',
      longestMs: 10_000,
      patienceMs: Infinity, // that run ends
    },
  ],
  [
    'part-open',
    {
      why: 'Waiting: parts of the backup are still being read.',
      longestMs: 10_000,
      patienceMs: Infinity, // these runs end
    },
  ],
  [
    'deletion-unfinished',
    {
      why: 'Waiting: this backup may share data with a damaged one. Delete the damaged backup first.',
      longestMs: 600_000,
      patienceMs: Infinity, // what is half deleted is not listed again
    },
  ],
  [
    'site-busy',
    {
      why: 'Waiting: another server of this service is using the site.',
      longestMs: 10_000,
      patienceMs: DAY_MS,
    },
  ],
  [
    'site-limits',
    {
      why: 'Waiting: Atlassian is limiting requests.',
      longestMs: 300_000,
      patienceMs: DAY_MS,
    },
  ],
  [
    'own-access-ended',
    {
      why: "Waiting: Jira hasn't renewed the app's own access.",
      longestMs: 300_000,
      patienceMs: DAY_MS,
    },
  ],
  ['site-unreachable', { why: "Waiting: the site isn't answering.", longestMs: 60_000 }],
  [
    'site-redirects',
    { why: "Waiting: the site answers with a redirect, which isn't followed.", longestMs: 60_000 },
  ],
  ['assets-moved', { why: 'Waiting: Jira moved Assets to another address.', longestMs: 60_000 }],
  [
    'search-lags',
    {
      why: "Waiting: the destination's search doesn't show what was written yet.",
      longestMs: 60_000,
    },
  ],
  [
    'storage-unavailable',
    { why: "Waiting: the backup's storage isn't answering.", longestMs: 60_000 },
  ],
  [
    'key-locked',
    {
      why: 'Waiting: the backups are locked. Unlock them under Settings › Keys.',
      longestMs: 60_000,
      patienceMs: DAY_MS,
    },
  ],
  [
    'key-refused',
    {
      why: 'Waiting: the key service refuses to open the backups. See Settings › Keys.',
      longestMs: 60_000,
      patienceMs: DAY_MS,
    },
  ],
  [
    'key-service-unavailable',
    {
      why: "Waiting: the key service that opens the backups can't be used. See Settings › Keys.",
      longestMs: 60_000,
      patienceMs: DAY_MS,
    },
  ],
  ['database-full', { why: 'Waiting: the database is full.', longestMs: 60_000 }],
  [
    'database-read-only',
    { why: "Waiting: the database isn't accepting changes.", longestMs: 60_000 },
  ],
  ['database-unavailable', { why: "Waiting: the database isn't answering.", longestMs: 30_000 }],
]);

/** How long, and how many times, a run has waited for the same thing up to now. */
export interface Waited {
  ms: number;
  times: number;
}

/**
 * The sleep that follows from an error; undefined where the error ends the run: it does not say
 * "not now", or the patience is used up. `patienceMs`: for what does not answer. Pure.
 */
export function sleepAfter(
  error: unknown,
  waited: Waited,
  patienceMs: number,
): RunSleep | undefined {
  if (!(error instanceof Unavailable)) return undefined;
  const wait = WAITS.get(error.code);
  // An error without a time means that trying again won't help.
  const isTriedAgain = error.retryAfterMs !== undefined || error.code === 'database-unavailable';
  if (!wait || !isTriedAgain) return undefined;
  if (waited.ms > (wait.patienceMs ?? patienceMs) && waited.times >= MIN_TRIES) return undefined;
  const doubled = Math.min(wait.longestMs, FIRST_MS * 2 ** waited.times);
  return { code: error.code, why: wait.why, ms: Math.max(error.retryAfterMs ?? 0, doubled) };
}
