import { Unavailable } from '../../core/kernel/errors.ts';
import type { AddressGuard } from '../address/address-guard.ts';
import type { Http } from '../http/http.ts';
import { transport } from '../http/transport/transport.ts';

const MAX_BYTES = 256 << 10;
const ENDPOINT = 'GET .well-known/jwks.json';

/** The public keys that Forge's invocation tokens are signed with, as Atlassian publishes them. */
export class ForgeKeys {
  readonly #http: Http;
  readonly #url: string;

  constructor({ guard, timeoutMs, url }: { guard: AddressGuard; timeoutMs: number; url: string }) {
    this.#http = transport(timeoutMs, guard);
    this.#url = url;
  }

  /** The text of the key set. @throws Unavailable `no-key` */
  async fetch(): Promise<string> {
    try {
      const call = { method: 'GET', url: this.#url, endpoint: ENDPOINT } as const;
      const { status, body } = await this.#http({ ...call, maxBytes: MAX_BYTES });
      if (status === 200) return body.toString();
      throw new Error(`status ${status}`);
    } catch (cause) {
      const message = "This call's signature couldn't be checked in time. Try again in a minute.";
      throw new Unavailable('no-key', message, { cause });
    }
  }
}
