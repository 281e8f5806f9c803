import type { Response } from 'express';
import type { Readiness } from './route.ts';

/** The process runs. */
export function health(response: Response): void {
  response.type('text/plain').send('ok');
}

/** Requests can be served: the database answers. */
export async function readiness(
  response: Response,
  isReady: () => Promise<Readiness>,
): Promise<void> {
  const { ok, why } = await isReady();
  response
    .status(ok ? 200 : 503)
    .type('text/plain')
    .send(ok ? 'ready' : `not ready: ${why ?? 'unknown'}`);
}
