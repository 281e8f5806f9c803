import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers what comes while the service starts: its port is open before its pages are, for they need
 * its address. Nobody waits for an answer that never comes.
 */
export function answerNotYet(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, {
    'content-type': 'text/plain; charset=utf-8',
    'retry-after': '2',
    connection: 'close',
  });
  response.end('The service is starting. Try again in a few seconds.');
}
