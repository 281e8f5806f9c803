import { createServer, type IncomingMessage } from 'node:http';
import { after } from 'node:test';
import { listen } from '../stand-ins/listen.ts';

/** An answer of a {@link SmallSite}: JSON, or a redirect. */
export interface SmallAnswer {
  status?: number;
  json?: unknown;
  location?: string;
}

/** A server whose answers a test decides by path; it ends with the test file. */
export interface SmallSite {
  url: string;
  /** Method and path of every call, in order, with the query left out. */
  calls: string[];
}

/** What has no answer is told so in the words of the API. */
export async function smallSite(
  answerOf: (path: string, request: IncomingMessage) => SmallAnswer | undefined,
): Promise<SmallSite> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*$/, '');
    calls.push(`${request.method} ${path}`);
    const unknown: SmallAnswer = {
      status: 404,
      json: { errorMessages: ['Not found.'], errors: {} },
    };
    const { status = 200, json, location } = answerOf(path, request) ?? unknown;
    const headers = { 'content-type': 'application/json', ...(location ? { location } : {}) };
    response.writeHead(location ? 301 : status, headers);
    response.end(json === undefined ? '' : JSON.stringify(json));
  });
  const port = await listen(server);
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}`, calls };
}
