import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { after } from 'node:test';
import { listen } from './listen.ts';

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Answered {
  status: number;
  /** Sent as JSON, a text as it is. */
  body: unknown;
  headers?: OutgoingHttpHeaders;
}

/** A server of this file's tests that answers as `answer` says; its address. */
export async function answeringServer(answer: (received: Received) => Answered): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = '', url: path = '', headers } = request;
      const text = Buffer.concat(chunks).toString('utf8');
      const { status, body, headers: more } = answer({ method, path, headers, text });
      response.writeHead(status, { 'content-type': 'application/json', ...more });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    })();
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${await listen(server)}`;
}
