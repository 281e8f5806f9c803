import { connect } from 'node:net';
import { after } from 'node:test';
import { createServer } from 'node:tls';
import { JoinedSockets } from './joined-sockets.ts';
import { listen } from '../stand-ins/listen.ts';
import { TEST_KEY } from './test-certificate.ts';

/** TLS, with this certificate, in front of a server on this machine that has none; its port. */
export async function tlsInFront(port: number, certificate: string): Promise<number> {
  const sockets = new JoinedSockets();
  const server = createServer({ key: TEST_KEY, cert: certificate }, (inbound) => {
    const outbound = connect(port, '127.0.0.1');
    sockets.join(inbound, outbound);
    inbound.pipe(outbound).pipe(inbound);
  });
  after(() => sockets.close(server));
  return listen(server);
}
