import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type AgentOptions } from 'node:https';
import type { AddressGuard } from './address-guard.ts';

/**
 * One request to a site, without credentials: its status, and where it redirects to. @throws what
 * the connection failed with
 */
export type AskSite = (url: string) => Promise<{ status: number; location: string | undefined }>;

const TIMEOUT_MS = 8_000;

/**
 * Asks over the guard's agents, with the certificate checked and no redirect followed; the body is
 * not read. `timeoutMs` is for all of it.
 */
export function askSite(
  guard: AddressGuard,
  { timeoutMs = TIMEOUT_MS, ...tls }: AgentOptions & { timeoutMs?: number } = {},
): AskSite {
  return async (url) => {
    const agents = guard.agents({ ...tls, keepAlive: false });
    const secure = url.startsWith('https:');
    const timeout = AbortSignal.timeout(timeoutMs);
    return new Promise((resolve, reject) => {
      const options = { method: 'GET', headers: { accept: 'application/json' }, signal: timeout };
      const sent = secure
        ? httpsRequest(url, { ...options, agent: agents.https })
        : httpRequest(url, { ...options, agent: agents.http });
      sent.once('error', reject);
      sent.once('response', (response) => {
        resolve({ status: response.statusCode ?? 0, location: response.headers.location });
        response.destroy();
      });
      sent.end();
    });
  };
}
