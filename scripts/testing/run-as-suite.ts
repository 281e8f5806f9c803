import { executionAsyncId } from 'node:async_hooks';
import { suite } from 'node:test';
import { suiteOfFile } from './suite-of-file.ts';

/**
 * Runs a test file as a suite of this process, and comes back when its tests and what it gave to
 * `after` have ended: files that share a process follow each other, and nothing of one goes on in
 * the next. `name`: what the suite is called.
 */
export function runAsSuite(name: string, url: string): Promise<void> {
  return suite(name, () => suiteOfFile.run(executionAsyncId(), () => import(url)));
}
