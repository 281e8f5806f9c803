import { createServer } from 'node:net';
import { UsageError } from '../../simulator/read-options.ts';
import { findFreePort } from '../../src/storage/embedded/find-free-port.ts';

/**
 * The port that was asked for, else the usual one, else a free one. @throws UsageError where the
 * one that was asked for is taken
 */
export async function choosePort(asked: number, usual: number, option: string): Promise<number> {
  if (asked !== 0) {
    if (await isFree(asked)) return asked;
    throw new UsageError(`Port ${asked} is taken. Choose another port with --${option}.`);
  }
  if (await isFree(usual)) return usual;
  const free = await findFreePort();
  console.log(`Port ${usual} is taken, so the demo uses ${free}. Choose a port with --${option}.`);
  return free;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
