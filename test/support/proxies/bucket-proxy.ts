import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { after } from 'node:test';
import { listen } from '../stand-ins/listen.ts';

/** An answer instead of the service's own: an error, or an empty one with the status 200. */
interface Refusal {
  status: number;
  code: string;
  headers?: Record<string, string>;
}

/**
 * What becomes of a request: a refusal, no answer at all (`hang`), a connection that breaks off
 * before the service hears of it (`drop`), after it has done what was asked (`lose`), or in the
 * middle of its answer (`cut`); undefined: it continues to the service.
 */
export type Trouble = (asked: {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
}) => Refusal | 'hang' | 'drop' | 'lose' | 'cut' | undefined;

interface HeaderChange {
  asked?: (headers: IncomingHttpHeaders) => void;
  answered?: (headers: IncomingHttpHeaders) => void;
}

/** A way to a service that speaks S3, which can fail in every way that services do. */
export async function bucketProxy(target: string) {
  let trouble: Trouble | undefined;
  /** Changes the headers of requests and answers on their way. */
  let change: HeaderChange = {};
  const asked: string[] = [];
  /** Until it is there nothing continues to the service. */
  let held: Promise<void> = Promise.resolve();
  const hanging = new Set<ServerResponse>();
  const server = createServer((inbound, answer) => {
    const { method = '', url: path = '', headers } = inbound;
    asked.push(`${method} ${path}`);
    const found = trouble?.({ method, path, headers });
    if (found === 'drop') inbound.destroy();
    else if (found === 'hang') hanging.add(answer);
    else if (typeof found === 'object') refuse(answer, found);
    else void held.then(() => passOn(inbound, answer, { target, change, end: found }));
  });

  const port = await listen(server);
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    /** Method and path of every request. */
    asked,
    fail(how: Trouble): void {
      trouble = how;
    },
    change(how: HeaderChange): void {
      change = how;
    },
    /** From now on requests wait until what this returns is called. */
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    mend(): void {
      trouble = undefined;
      change = {};
      hanging.forEach((answer) => answer.destroy());
      hanging.clear();
    },
  };
}

function passOn(
  inbound: IncomingMessage,
  answer: ServerResponse,
  {
    target,
    change,
    end,
  }: { target: string; change: HeaderChange; end: 'lose' | 'cut' | undefined },
): void {
  const { method, url: path, headers } = inbound;
  change.asked?.(headers);
  const { hostname, port } = new URL(target);
  const onward = request({ hostname, port, method, path, headers }, (answered) => {
    if (end === 'lose') {
      answer.destroy();
      return;
    }
    change.answered?.(answered.headers);
    answer.writeHead(answered.statusCode ?? 500, answered.headers);
    if (end !== 'cut') answered.pipe(answer);
    else
      answered.once('data', (chunk: Buffer) => {
        answer.write(chunk.subarray(0, chunk.length / 2), () => answer.destroy());
      });
  });
  onward.on('error', () => answer.destroy());
  inbound.pipe(onward);
}

function refuse(answer: ServerResponse, { status, code, headers }: Refusal): void {
  if (status === 200) {
    answer.writeHead(status).end();
    return;
  }
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
  answer.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(body);
}
