/**
 * Runs test files in the order in which they are named: `node --test` would run them in the order
 * of their names. Each has a process of its own, but for those that take moments. Arguments: how
 * many run at once, after how many milliseconds a test is given up, and the files.
 */
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { groupTestFiles } from './group-test-files.ts';
import { reportOnRun } from './report-on-run.ts';

const [atOnce, timeoutMs, ...named] = process.argv.slice(2);
const { files, remove } = groupTestFiles(named, process.env['TEST_LONG'] !== undefined);
process.once('exit', remove);
const ending = new AbortController();
function giveUp(): never {
  ending.abort(); // which ends the files that run
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, giveUp);
const events = run({
  files,
  concurrency: Number(atOnce),
  timeout: Number(timeoutMs),
  signal: ending.signal,
});
events.on('test:summary', ({ success }) => {
  if (!success) process.exitCode = 1;
});
for (const reporter of [spec, reportOnRun]) events.compose(reporter).pipe(process.stdout);
