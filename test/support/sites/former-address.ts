import { createServer, request as sendRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * An address that a site has until it is renamed: passes everything on to it, and sends all calls
 * of its API to the new address from then on.
 */
export class FormerAddress {
  readonly #site: string;
  readonly #server: Server;
  #isLeft = false;

  static async open(site: string): Promise<FormerAddress> {
    const address = new FormerAddress(site);
    await new Promise<void>((resolve) => {
      address.#server.listen(0, '127.0.0.1', resolve);
    });
    return address;
  }

  private constructor(site: string) {
    this.#site = site;
    this.#server = createServer((request, response) => {
      const url = `${this.#site}${request.url}`;
      if (this.#isLeft && request.url?.startsWith('/rest/')) {
        response.writeHead(301, { location: url }).end();
        return;
      }
      const { method, headers } = request;
      const passed = sendRequest(url, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      passed.on('error', () => response.destroy());
      request.pipe(passed);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  leave(): void {
    this.#isLeft = true;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
