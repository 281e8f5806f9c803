import type { Run } from '../../core/runs/run.ts';
import { count, duration } from './numbers.ts';

/** A run in hand, in words: bar, objects done of total, rate, time left, and why it waits. */
export function progressView(run: Run, now: number): object {
  const { done, total, rate, step, wait } = run.progress;
  const left = rate > 0 && total > done ? duration(((total - done) / rate) * 1000) : undefined;
  return {
    pending: run.state === 'queued',
    stopping: run.cancelRequested,
    step,
    known: total > 0,
    done: count(done),
    total: count(total),
    doneNumber: Math.min(done, total),
    totalNumber: total,
    percent: total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 0,
    rate: rate >= 1 ? count(Math.round(rate)) : undefined,
    left,
    waiting: wait ? waitText(wait.reason, wait.untilMs - now) : undefined,
  };
}

function waitText(reason: 'rate-limit' | 'unreachable', ms: number): string {
  const time = ms > 0 ? ` Goes on in ${duration(ms)}.` : '';
  return reason === 'rate-limit'
    ? `Waiting: Atlassian limits the number of requests.${time}`
    : `Waiting: the site does not answer.${time}`;
}
