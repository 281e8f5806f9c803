import { answeringProxy } from './answering-proxy.ts';

const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify']);

/** What is answered to every write, as a database does that is full or read-only. */
export interface WriteRefusal {
  code: number;
  codeName: string;
  errmsg: string;
}
export const DISK_FULL: WriteRefusal = {
  code: 14031,
  codeName: 'OutOfDiskSpace',
  errmsg: 'available disk space is less than required minimum',
};
export const WRITES_BLOCKED: WriteRefusal = {
  code: 371,
  codeName: 'UserWritesBlocked',
  errmsg: 'User writes blocked',
};

/**
 * A way to a MongoDB server on which writes can be refused, in some databases or in all: everything
 * else goes through.
 */
export async function writeRefusingProxy(target: { host: string; port: number }) {
  const state: { refusal?: WriteRefusal; only?: string } = {};
  const { port, close } = await answeringProxy(target, (name, { $db }) => {
    const isMeant = state.only === undefined || $db === state.only;
    return state.refusal && WRITES.has(name) && isMeant ? { ok: 0, ...state.refusal } : undefined;
  });
  return {
    port,
    /** `only`: the name of a database; else all. */
    refuse(refusal: WriteRefusal, only?: string): void {
      state.refusal = refusal;
      if (only === undefined) delete state.only;
      else state.only = only;
    },
    accept(): void {
      delete state.refusal;
    },
    close,
  };
}
