import { createServer, type ServerResponse } from 'node:http';
import { listen } from '../stand-ins/listen.ts';

/** A site that notes what it was sent, and answers when it is let. */
export class CountingSite {
  /** Bodies of what was sent, in their order. */
  readonly received: string[] = [];
  /** Answers wait for {@link release} as long as it is shut. */
  gate: 'open' | 'shut' = 'open';
  readonly #held: ServerResponse[] = [];
  readonly #server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      this.received.push(Buffer.concat(parts).toString() || (request.url ?? ''));
      if (this.gate === 'open') this.#answer(response);
      else this.#held.push(response);
    });
  });
  /** What it answers with. */
  body: Buffer = Buffer.from('{"ok":true}');
  url = '';

  static async start(): Promise<CountingSite> {
    const site = new CountingSite();
    site.url = `http://127.0.0.1:${await listen(site.#server)}`;
    return site;
  }

  release(): void {
    this.gate = 'open';
    for (const response of this.#held.splice(0)) this.#answer(response);
  }

  timesReceived(body: string): number {
    return this.received.filter((each) => each === body).length;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #answer(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' }).end(this.body);
  }
}
