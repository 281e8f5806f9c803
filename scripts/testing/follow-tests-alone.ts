/**
 * Preloaded into every test file by `scripts/test.ts`. node:test follows each promise and socket,
 * to tell which test an error belongs to that nobody catches. In a test that runs the service this
 * takes a quarter of the processor's time. Here it follows the tests alone: such an error fails the
 * file that it is in, and what a test gives to `after` once it has waited runs when its file ends.
 */
import asyncHooks, { type AsyncHook, type HookCallbacks } from 'node:async_hooks';
import { suiteOfFile } from './suite-of-file.ts';

const { createHook, executionAsyncId } = asyncHooks;
/** What node:test calls the resource of a test, and that of a suite. */
const TEST = 'Test';
const testIds = new Set<number>();

function hookOfTests(callbacks: HookCallbacks): AsyncHook {
  const init: HookCallbacks['init'] = (id, type, ...rest) => {
    if (type !== TEST) return;
    testIds.add(id);
    callbacks.init?.(id, type, ...rest);
  };
  return createHook({ init, trackPromises: false });
}

/** By which node:test finds the test that something belongs to, or else the suite of its file. */
function findTestId(): number {
  const id = executionAsyncId();
  return testIds.has(id) ? id : (suiteOfFile.getStore() ?? id);
}

Object.assign(asyncHooks, { createHook: hookOfTests, executionAsyncId: findTestId });
