import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { createServer } from 'node:tls';
import { TEST_KEY } from './test-certificate.ts';

/** TLS, with this certificate, in front of a server on this machine that has none; its port. */
export async function tlsInFront(port: number, certificate: string): Promise<number> {
  const open = new Set<{ destroy(): void }>();
  const server = createServer({ key: TEST_KEY, cert: certificate }, (inbound) => {
    const outbound = connect(port, '127.0.0.1');
    for (const socket of [inbound, outbound]) {
      open.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(socket);
          inbound.destroy();
          outbound.destroy();
        });
    }
    inbound.pipe(outbound).pipe(inbound);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
