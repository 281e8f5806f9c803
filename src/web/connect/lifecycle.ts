import type { Request, Response } from 'express';

/** Marks the tenant as uninstalled, which stops all its work; its data is purged later. Repeatable. */
export async function uninstalled(request: Request, response: Response, { uninstall }: { uninstall: (clientKey: string) => Promise<void> }): Promise<void> {
  const { clientKey } = request.body as { clientKey: string }; // equals the token's issuer: checked by ACE
  await uninstall(String(clientKey));
  response.status(204).end();
}
