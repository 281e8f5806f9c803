import type { ServerResponse } from 'node:http';
import type { Answer } from './exchange.ts';

/** Writes the answer, unless the connection is gone. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const content = contentOf(answer);
  if (answer.json !== undefined)
    response.setHeader('content-type', 'application/json;charset=UTF-8');
  response.setHeader('content-length', Buffer.byteLength(content));
  response.writeHead(answer.status ?? 200, answer.headers);
  response.end(content);
}

function contentOf({ body, text, json }: Answer): Buffer | string {
  if (body !== undefined) return body;
  if (text !== undefined) return text;
  return json === undefined ? '' : JSON.stringify(json);
}
