import type { Response } from 'express';

/** The process runs. */
export function health(response: Response): void {
  response.type('text/plain').send('ok');
}

/** Requests can be served: the database answers. */
export async function readiness(
  response: Response,
  { ready }: { ready: () => Promise<{ ok: boolean; why?: string }> },
): Promise<void> {
  const { ok, why } = await ready();
  response
    .status(ok ? 200 : 503)
    .type('text/plain')
    .send(ok ? 'ready' : `not ready: ${why ?? 'unknown'}`);
}
