import { createServer } from 'node:net';
import mongoose from 'mongoose';
import { listen } from './listen.ts';

const { BSON } = mongoose.mongo;
const HEADER = 16;
const OP_REPLY = 1;
const OP_MSG = 2013;
const REPLY_FIELDS = 20;
const FLAGS_AND_KIND = 5;
const GREETINGS = new Set(['hello', 'ismaster', 'isMaster']);
const NOT_PRIMARY = { ok: 0, errmsg: 'not primary', code: 10107, codeName: 'NotWritablePrimary' };

/** What a member of a replica set says of the others, honest or not. */
export interface Named {
  primary?: unknown;
  hosts?: unknown;
  passives?: unknown;
  arbiters?: unknown;
  me?: unknown;
  topologyVersion?: unknown;
}

/**
 * A member of a replica set that takes no writes: it tells who does, and refuses everything else.
 */
export async function memberWithoutWrites(named: Named) {
  const server = createServer((socket) => {
    let rest = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
        const message = rest.subarray(0, rest.readInt32LE(0));
        rest = rest.subarray(message.length);
        socket.write(answerTo(message, named));
      }
    });
  });
  const port = await listen(server);
  return {
    host: `127.0.0.1:${port}`,
    close: (): Promise<void> => new Promise((resolve) => server.close(() => resolve())),
  };
}

function answerTo(message: Buffer, named: Named): Buffer {
  const isMessage = message.readInt32LE(12) === OP_MSG;
  const body = BSON.serialize(isMessage && !isGreeting(message) ? NOT_PRIMARY : greeting(named));
  const fields = isMessage ? FLAGS_AND_KIND : REPLY_FIELDS;
  const answer = Buffer.alloc(HEADER + fields + body.length);
  answer.writeInt32LE(answer.length, 0);
  answer.writeInt32LE(message.readInt32LE(4), 8);
  answer.writeInt32LE(isMessage ? OP_MSG : OP_REPLY, 12);
  if (!isMessage) answer.writeInt32LE(1, HEADER + REPLY_FIELDS - 4);
  answer.set(body, HEADER + fields);
  return answer;
}

function isGreeting(message: Buffer): boolean {
  const at = HEADER + FLAGS_AND_KIND;
  const command = BSON.deserialize(message.subarray(at, at + message.readInt32LE(at)));
  return GREETINGS.has(Object.keys(command)[0] ?? '');
}

const greeting = (named: Named) => ({
  ok: 1,
  helloOk: true,
  ismaster: false,
  isWritablePrimary: false,
  secondary: true,
  setName: 'rs',
  minWireVersion: 0,
  maxWireVersion: 21,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  localTime: new Date(),
  ...named,
});
