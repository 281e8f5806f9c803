/**
 * atlassian-connect-express, wrapped: it serves the descriptor. Its faults (connect: 1.7) stay in
 * here; it verifies nothing and fetches no keys.
 */
import ac, { type StoreAdapter } from 'atlassian-connect-express';
import type { Express } from 'express';
import type { Installations } from '../../../core/tenants/installations.ts';
import { aceStore } from './ace-store.ts';

export interface AceOptions {
  baseUrl: string;
  appKey: string;
  installations: Installations;
  log: { warn(fields: object, message: string): void };
}

let stores = 0;

/** Resolves when ACE has mounted its descriptor: what must come last is mounted after it. */
export function mountDescriptor(app: Express, options: AceOptions): Promise<void> {
  const { baseUrl, appKey, installations } = options;
  delete process.env['AC_OPTS']; // could switch all authentication off
  const adapter = `tenants-${(stores += 1)}`;
  ac.store.register(adapter, () => aceStore(installations) as StoreAdapter);
  const block = {
    store: { adapter },
    localBaseUrl: baseUrl,
    appKey,
    product: 'jira',
    expressErrorHandling: true,
    setupInstallRoute: false,
    watch: false,
    validateDescriptor: false,
  };
  const before = new Set(process.listeners('unhandledRejection'));
  return new Promise((resolve) => {
    ac(
      app,
      { config: { development: block, production: block, test: block } as object },
      quietLog(options.log) as Console,
      undefined,
      resolve,
    );
    for (const listener of process.listeners('unhandledRejection'))
      if (!before.has(listener)) process.off('unhandledRejection', listener); // it would hide crashes
  });
}

/** ACE logs shared secrets in two places: only the fact that it logged something is kept. */
function quietLog(log: AceOptions['log']): object {
  const noted = (): void => log.warn({ part: 'connect' }, 'Message from ACE.');
  return {
    error: noted,
    warn: noted,
    info: () => undefined,
    log: () => undefined,
    debug: () => undefined,
    trace: () => undefined,
  };
}
