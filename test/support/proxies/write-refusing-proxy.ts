import { connect, createServer } from 'node:net';
import mongoose from 'mongoose';
import { JoinedSockets } from './joined-sockets.ts';
import { listen } from '../stand-ins/listen.ts';

const { BSON } = mongoose.mongo;
const HEADER = 16;
const OP_MSG = 2013;
const FLAGS_AND_KIND = 5;
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
  const sockets = new JoinedSockets();
  const server = createServer((inbound) => {
    const outbound = connect(target.port, target.host);
    sockets.join(inbound, outbound);
    outbound.pipe(inbound);
    let rest = Buffer.alloc(0);
    inbound.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
        const message = rest.subarray(0, rest.readInt32LE(0));
        rest = rest.subarray(message.length);
        const answer = state.refusal && refusalOf(message, state.refusal, state.only);
        if (answer) inbound.write(answer);
        else outbound.write(message);
      }
    });
  });
  const port = await listen(server);
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
    close: (): Promise<void> => sockets.close(server),
  };
}

/** The answer to a write that is refused; undefined for anything else. */
function refusalOf(
  message: Buffer,
  { code, codeName, errmsg }: WriteRefusal,
  only: string | undefined,
): Buffer | undefined {
  if (message.readInt32LE(12) !== OP_MSG || message.readUInt8(HEADER + 4) !== 0) return undefined;
  const at = HEADER + FLAGS_AND_KIND;
  const command = BSON.deserialize(message.subarray(at, at + message.readInt32LE(at)));
  const [name = ''] = Object.keys(command);
  if (!WRITES.has(name) || (only !== undefined && command['$db'] !== only)) return undefined;
  const body = BSON.serialize({ ok: 0, errmsg, code, codeName });
  const answer = Buffer.alloc(HEADER + FLAGS_AND_KIND + body.length);
  answer.writeInt32LE(answer.length, 0);
  answer.writeInt32LE(message.readInt32LE(4), 8);
  answer.writeInt32LE(OP_MSG, 12);
  answer.set(body, HEADER + FLAGS_AND_KIND);
  return answer;
}
