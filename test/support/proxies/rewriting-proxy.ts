import { createServer, type IncomingMessage } from 'node:http';
import { listen } from '../stand-ins/listen.ts';

/** What a site answered; `json` may be changed in place, or `text` be sent instead of it. */
export interface RewrittenCall {
  path: string;
  json: unknown;
  text?: string;
}

const HOP_BY_HOP = ['host', 'connection', 'content-length', 'accept-encoding'];
const LENGTHS = ['content-length', 'content-encoding', 'transfer-encoding'];

/** A way to a site on which its answers can be changed: `rewrite` sees each before it continues. */
export async function rewritingProxy(target: string) {
  const proxy = { url: '', rewrite: (_call: RewrittenCall): void => undefined, close };
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname: path } = new URL(request.url ?? '/', target);
      const answer = await passOn(request, target);
      const text = await answer.text();
      const headers: Record<string, string> = {};
      answer.headers.forEach((value, name) => {
        if (!LENGTHS.includes(name)) headers[name] = value;
      });
      response.writeHead(answer.status, headers);
      response.end(rewritten(path, text, proxy.rewrite));
    })().catch(() => response.destroy());
  });
  proxy.url = `http://127.0.0.1:${await listen(server)}`;
  return proxy;

  function close(): Promise<void> {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  }
}

async function passOn(request: IncomingMessage, target: string): Promise<Response> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
  return fetch(new URL(request.url ?? '/', target), {
    method: request.method ?? 'GET',
    headers: Object.fromEntries(headers) as Record<string, string>,
    redirect: 'manual',
    ...(body.length > 0 ? { body } : {}),
  });
}

function rewritten(path: string, text: string, rewrite: (call: RewrittenCall) => void): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text;
  }
  const call: RewrittenCall = { path, json };
  rewrite(call);
  return call.text ?? JSON.stringify(call.json);
}
