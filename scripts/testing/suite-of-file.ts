import { AsyncLocalStorage } from 'node:async_hooks';

/** The id of the suite of the file whose code runs, where several files share a process. */
export const suiteOfFile = new AsyncLocalStorage<number>();
