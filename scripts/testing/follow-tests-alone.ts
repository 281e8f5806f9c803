/**
 * Preloaded into every test file by `scripts/test.ts`. node:test follows each promise and socket,
 * to tell which test an error belongs to that nobody catches. In a test that runs the service this
 * takes a quarter of the processor's time. Here it follows the tests alone: such an error fails the
 * file that it is in, and what a test gives to `after` once it has waited runs when its file ends.
 */
import asyncHooks, { type AsyncHook, type HookCallbacks } from 'node:async_hooks';

const { createHook } = asyncHooks;
/** What node:test calls the resource of a test. */
const TEST = 'Test';

function hookOfTests(callbacks: HookCallbacks): AsyncHook {
  const init: HookCallbacks['init'] = (id, type, ...rest) => {
    if (type === TEST) callbacks.init?.(id, type, ...rest);
  };
  return createHook({ init, trackPromises: false });
}

Object.assign(asyncHooks, { createHook: hookOfTests });
