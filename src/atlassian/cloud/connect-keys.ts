import { Unavailable } from '../../core/kernel/errors.ts';
import type { AddressGuard } from '../address/address-guard.ts';
import type { Http } from '../http/http.ts';
import { transport } from '../http/transport/transport.ts';

/** Where Atlassian keeps the public keys of lifecycle calls: the newer place first. */
const SERVERS = [
  'https://asap-distribution.us-west-2.prod.atl-asap.net',
  'https://connect-install-keys.atlassian.com',
];
const MAX_BYTES = 64 << 10;
const ENDPOINT = 'GET install-keys/{id}';
const PUBLIC_KEY = /^-----BEGIN PUBLIC KEY-----[\sA-Za-z0-9+/=]+-----END PUBLIC KEY-----\s*$/;

export interface ConnectKeysOptions {
  guard: AddressGuard;
  /** Of one call, ms. */
  timeoutMs: number;
  /** Instead of Atlassian's: a pretend site's. */
  servers?: readonly string[] | undefined;
}

/** The public keys that lifecycle calls are signed with. */
export class ConnectKeys {
  readonly #http: Http;
  readonly #servers: readonly string[];

  constructor({ guard, timeoutMs, servers = SERVERS }: ConnectKeysOptions) {
    this.#http = transport(timeoutMs, guard);
    this.#servers = servers;
  }

  /**
   * The key of that id, as PEM; null where no server knows it. `id` is a plain path. @throws
   * Unavailable `no-key` when none knows it and one does not answer
   */
  async find(id: string): Promise<string | null> {
    let silent: unknown;
    for (const server of this.#servers) {
      const call = { method: 'GET', url: `${server}/${id}`, endpoint: ENDPOINT } as const;
      try {
        const answer = await this.#http({ ...call, maxBytes: MAX_BYTES });
        const text = answer.body.toString();
        if (answer.status === 200 && PUBLIC_KEY.test(text)) return text;
        if (answer.status >= 500) silent = new Error(`status ${answer.status}`);
      } catch (error) {
        silent = error;
      }
    }
    if (silent === undefined) return null;
    throw new Unavailable(
      'no-key',
      "This call's signature couldn't be checked in time. Try again later.",
      { cause: silent },
    );
  }
}
