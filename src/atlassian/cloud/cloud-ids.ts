import { z } from 'zod';
import type { AddressGuard } from '../address/address-guard.ts';
import type { Http } from '../http/http.ts';
import { readAnswer } from '../http/read-answer.ts';
import { transport } from '../http/transport/transport.ts';

const TenantInfo = z.object({ cloudId: z.string().regex(/^[\w-]{1,100}$/) });
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 64 << 10;
const ENDPOINT = 'GET _edge/tenant_info';

/** Asks sites under which id Atlassian knows them, as anybody may (assets-api: A.1). */
export class CloudIds {
  readonly #http: Http;

  constructor(guard: AddressGuard) {
    this.#http = transport(TIMEOUT_MS, guard);
  }

  /** Null if the site does not say, for whatever reason. No credentials are sent. */
  async find(siteUrl: string, signal?: AbortSignal): Promise<string | null> {
    const url = `${siteUrl}/_edge/tenant_info`;
    try {
      const call = { method: 'GET', url, endpoint: ENDPOINT, maxBytes: MAX_BYTES } as const;
      const answer = await this.#http(call, signal);
      return answer.status === 200 ? readAnswer(answer, ENDPOINT, TenantInfo).cloudId : null;
    } catch {
      signal?.throwIfAborted();
      return null;
    }
  }
}
