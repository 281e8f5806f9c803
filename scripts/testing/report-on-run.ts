/**
 * A reporter of node:test beside `spec`. It says what failed as soon as it has: `spec` says why at
 * the very end, which a run that is broken off doesn't see. And it names the test files that took
 * longest, since a file that takes more than half a minute alone belongs in `test/long`. Times are
 * those of a busy machine: files run side by side.
 */
import path from 'node:path';
import { inspect } from 'node:util';
import type { TestEvent } from 'node:test/reporters';

const MAX_LISTED = 10;
/** Shorter ones are not worth a line. */
const LISTED_FROM_MS = 30_000;

type Failure = Extract<TestEvent, { type: 'test:fail' }>['data'];

function tellFailure({ name, file = '', line = 1, details }: Failure): string {
  const why = inspect(details.error.cause ?? details.error, { breakLength: 100 });
  return `FAILED ${path.relative('', file)}:${line} ${name}\n${why.replaceAll(/^/gm, '  ')}\n`;
}

export async function* reportOnRun(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const tookMs = new Map<string, number>();
  for await (const event of events) {
    if (event.type === 'test:fail') yield tellFailure(event.data);
    if (event.type !== 'test:summary' || event.data.file === undefined) continue;
    tookMs.set(path.relative('', event.data.file), event.data.duration_ms);
  }
  const slowest = [...tookMs]
    .filter(([, ms]) => ms >= LISTED_FROM_MS)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MAX_LISTED);
  if (slowest.length === 0) return;
  yield `The slowest files, beside others:\n`;
  for (const [file, ms] of slowest) yield `  ${Math.round(ms / 1000)} s  ${file}\n`;
}
