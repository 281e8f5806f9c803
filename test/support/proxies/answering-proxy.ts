import { connect, createServer } from 'node:net';
import mongoose from 'mongoose';
import { JoinedSockets } from './joined-sockets.ts';
import { listen } from '../stand-ins/listen.ts';

const { BSON } = mongoose.mongo;
const HEADER = 16;
const OP_MSG = 2013;
const FLAGS_AND_KIND = 5;

/** What is answered to a command instead of the server; undefined for what goes through. */
type AnswerInstead = (name: string, command: Record<string, unknown>) => object | undefined;

/** A way to a MongoDB server on which some commands are answered in its place. */
export async function answeringProxy(
  target: { host: string; port: number },
  answer: AnswerInstead,
): Promise<{ port: number; close(): Promise<void> }> {
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
        const answered = answerTo(message, answer);
        if (answered) inbound.write(answered);
        else outbound.write(message);
      }
    });
  });
  const port = await listen(server);
  return { port, close: () => sockets.close(server) };
}

function answerTo(message: Buffer, answer: AnswerInstead): Buffer | undefined {
  if (message.readInt32LE(12) !== OP_MSG || message.readUInt8(HEADER + 4) !== 0) return undefined;
  const at = HEADER + FLAGS_AND_KIND;
  const command = BSON.deserialize(message.subarray(at, at + message.readInt32LE(at)));
  const [name = ''] = Object.keys(command);
  const said = answer(name, command);
  if (!said) return undefined;
  const body = BSON.serialize(said);
  const answered = Buffer.alloc(HEADER + FLAGS_AND_KIND + body.length);
  answered.writeInt32LE(answered.length, 0);
  answered.writeInt32LE(message.readInt32LE(4), 8);
  answered.writeInt32LE(OP_MSG, 12);
  answered.set(body, HEADER + FLAGS_AND_KIND);
  return answered;
}
