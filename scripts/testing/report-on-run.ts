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
type Ended = Failure | Extract<TestEvent, { type: 'test:pass' }>['data'];
/** How long a test file took, as far as an event says so. */
type FileTime = readonly [file: string, ms: number];

/** Whether it is the suite that stands for a file, where several files share a process. */
const isFile = ({ name, nesting, details }: Ended): boolean =>
  details.type === 'suite' && nesting === 0 && name.endsWith('.test.ts');

function tellFailure(failure: Failure): string {
  const { name, file = '', line = 1, details } = failure;
  const place = isFile(failure) ? name : `${path.relative('', file)}:${line} ${name}`;
  const why = inspect(details.error.cause ?? details.error, { breakLength: 100 });
  return `FAILED ${place}\n${why.replaceAll(/^/gm, '  ')}\n`;
}

/** A suite, or a test, that failed since one in it did: that one has been told. */
const isTold = ({ details: { error } }: Failure): boolean =>
  'failureType' in error && error.failureType === 'subtestsFailed';

function fileTimeOf(event: TestEvent): FileTime | undefined {
  if (event.type === 'test:pass' || event.type === 'test:fail')
    return isFile(event.data) ? [event.data.name, event.data.details.duration_ms] : undefined;
  if (event.type !== 'test:summary' || event.data.file === undefined) return undefined;
  const file = path.relative('', event.data.file);
  // The file that runs a group lies outside of the project.
  return file.startsWith('..') ? undefined : [file, event.data.duration_ms];
}

export async function* reportOnRun(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const tookMs = new Map<string, number>();
  for await (const event of events) {
    if (event.type === 'test:fail' && !isTold(event.data)) yield tellFailure(event.data);
    const time = fileTimeOf(event);
    if (time) tookMs.set(...time);
  }
  const slowest = [...tookMs]
    .filter(([, ms]) => ms >= LISTED_FROM_MS)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MAX_LISTED);
  if (slowest.length === 0) return;
  yield `The slowest files, beside others:\n`;
  for (const [file, ms] of slowest) yield `  ${Math.round(ms / 1000)} s  ${file}\n`;
}
