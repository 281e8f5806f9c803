import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * How long an idle connection is kept. With Node's five seconds, a process that is busy for as long
 * and is both ends of the connection closes it just before it calls again.
 */
const KEEP_ALIVE_MS = 60_000;

/** The addresses on 127.0.0.1 at which one site answers. */
export class Hosts {
  readonly #answer: RequestListener;
  readonly #servers: Server[] = [];

  constructor(answer: RequestListener) {
    this.#answer = answer;
  }

  /** Answers at one more port, and says which; 0 takes a free one. */
  async open(port: number): Promise<number> {
    const server = createServer(this.#answer);
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(port, '127.0.0.1', resolve),
    );
    this.#servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(closeServer));
  }
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
