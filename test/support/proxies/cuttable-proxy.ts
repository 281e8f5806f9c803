import { connect, createServer } from 'node:net';
import { JoinedSockets } from './joined-sockets.ts';
import { listen } from '../stand-ins/listen.ts';

/**
 * A way to a server that can be cut and mended: what a network or a database that is gone looks
 * like.
 */
export async function cuttableProxy(target: { host: string; port: number }) {
  const sockets = new JoinedSockets();
  let cut = false;
  const server = createServer((inbound) => {
    if (cut) {
      inbound.destroy();
      return;
    }
    const outbound = connect(target.port, target.host);
    sockets.join(inbound, outbound);
    inbound.pipe(outbound).pipe(inbound);
  });
  const port = await listen(server);
  return {
    port,
    cut(): void {
      cut = true;
      sockets.destroyAll();
    },
    mend(): void {
      cut = false;
    },
    close: (): Promise<void> => sockets.close(server),
  };
}
