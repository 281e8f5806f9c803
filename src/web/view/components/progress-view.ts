import type { SiteWait } from '../../../core/assets/ports/site/site-wait.ts';
import type { Run } from '../../../core/runs/run.ts';
import { count, duration } from '../formats/numbers.ts';
import { RUN_STATES, STOPPING } from './run-states.ts';

/**
 * A run in progress, in words: bar, objects done of total, rate, time left, and why it waits
 * (`partials/progress.hbs`).
 */
export interface ProgressView {
  /** Its state, in the word of all pages. */
  state: string;
  pending: boolean;
  stopping: boolean;
  step: string;
  /** Whether the total is known. */
  known: boolean;
  done: string;
  total: string;
  doneNumber: number;
  totalNumber: number;
  percent: number;
  rate: string | undefined;
  left: string | undefined;
  /** Why it continues later, or only slowly. */
  waiting: string | undefined;
}

export function progressView(run: Run, nowMs: number): ProgressView {
  const { done, total, rate, step } = run.progress;
  const known = total > 0;
  return {
    state: run.cancelRequested ? STOPPING : RUN_STATES[run.state].text,
    pending: run.state === 'queued',
    stopping: run.cancelRequested,
    step,
    known,
    done: count(done),
    total: count(total),
    doneNumber: Math.min(done, total),
    totalNumber: total,
    percent: known ? Math.min(100, Math.floor((done / total) * 100)) : 0,
    rate: rate >= 1 ? count(Math.round(rate)) : undefined,
    left: rate > 0 && total > done ? duration(((total - done) / rate) * 1000) : undefined,
    waiting: waitingText(run, nowMs),
  };
}

/** Of a run that has ended while what it leaves behind is still written down. */
export const FINISHING: ProgressView = {
  state: RUN_STATES.running.text,
  pending: false,
  stopping: false,
  step: 'Finishing',
  known: false,
  done: '0',
  total: '0',
  doneNumber: 0,
  totalNumber: 0,
  percent: 0,
  rate: undefined,
  left: undefined,
  waiting: undefined,
};

function waitingText(run: Run, nowMs: number): string | undefined {
  if (run.state === 'queued') return queuedWords(run, nowMs);
  return run.progress.wait ? waitText(run.progress.wait, nowMs) : undefined;
}

/** Somebody who has only just asked needs no explanation yet. */
const AT_ONCE_MS = 10_000;

/** What a queued run waits for, and until when, as "Waiting: … is full. Next try in 30 s." */
export function queuedWords({ waiting, queuedAt }: Run, nowMs: number): string | undefined {
  if (!waiting)
    return nowMs - queuedAt.getTime() > AT_ONCE_MS
      ? 'Waiting for its turn: other runs come first.'
      : undefined;
  const ms = waiting.until.getTime() - nowMs;
  return ms > 0 ? `${waiting.why} Next try in ${duration(ms)}.` : waiting.why;
}

function waitText({ reason, untilMs }: SiteWait, nowMs: number): string {
  const ms = untilMs - nowMs;
  const time = ms > 0 ? ` Resumes in ${duration(ms)}.` : '';
  return reason === 'rate-limit'
    ? `Waiting: Atlassian is limiting requests.${time}`
    : `Waiting: the site isn't answering.${time}`;
}
