/**
 * Where this service may connect to: public addresses, and those that the operator names. A name is
 * resolved once for a connection, every address that it leads to is checked, and the connection
 * goes to one of these and no other, so that a DNS answer that changes between check and use gains
 * nothing.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import {
  Agent as HttpsAgent,
  type AgentOptions as HttpsAgentOptions,
  type RequestOptions,
} from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import { isPublicIp } from './is-public-ip.ts';

/** The addresses of a name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;
type Done = (error: Error | null, stream: Duplex) => void;

/** A connection to an address that is not allowed was not made. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_NOT_ALLOWED';
  constructor() {
    super("its name leads to an address that isn't allowed");
    this.name = 'AddressRefused';
  }
}

export interface AddressGuardOptions {
  /** Origins of pretend sites: connected to as they are, unchecked. Empty in production. */
  allowed?: readonly string[];
  resolve?: Resolve;
  isPublic?: (address: string) => boolean;
}

export class AddressGuard {
  readonly allowed: readonly string[];
  readonly #resolve: Resolve;
  readonly #isPublic: (address: string) => boolean;

  constructor({
    allowed = [],
    resolve = resolveByTheSystem,
    isPublic = isPublicIp,
  }: AddressGuardOptions = {}) {
    this.allowed = allowed.map((address) => new URL(address).origin);
    this.#resolve = resolve;
    this.#isPublic = isPublic;
  }

  /** Agents that connect to nothing else. @throws AddressRefused from the request */
  agents(options: AgentOptions & HttpsAgentOptions = {}): { http: HttpAgent; https: HttpsAgent } {
    const guarded = this.#guarded.bind(this);
    return {
      http: new (class extends HttpAgent {
        override createConnection(to: ClientRequestArgs, done?: Done): Duplex | null | undefined {
          return guarded('http', to, done, (checked) => super.createConnection(checked, done));
        }
      })(options),
      https: new (class extends HttpsAgent {
        override createConnection(to: RequestOptions, done?: Done): Duplex | null | undefined {
          return guarded('https', to, done, (checked) => super.createConnection(checked, done));
        }
      })(options),
    };
  }

  #guarded<O extends ClientRequestArgs>(
    protocol: 'http' | 'https',
    to: O,
    done: Done | undefined,
    connect: (to: O) => Duplex | null | undefined,
  ): Duplex | null | undefined {
    const host = String(to.host ?? 'localhost').replace(/^\[(.*)\]$/, '$1');
    if (
      this.allowed.includes(
        new URL(`${protocol}://${isIP(host) === 6 ? `[${host}]` : host}:${to.port}`).origin,
      )
    )
      return connect(to);
    // An address instead of a name is connected to without being looked up.
    if (to.socketPath || (isIP(host) && !this.#isPublic(host))) {
      done?.(new AddressRefused(), undefined as never);
      return undefined;
    }
    return connect({ ...to, lookup: this.lookup });
  }

  /** Whether an address that stands instead of a name may be connected to. */
  mayReach(address: string): boolean {
    return this.#isPublic(address);
  }

  /** For whoever connects without agents. Fails with {@link AddressRefused}. */
  readonly lookup: LookupFunction = (host, options, callback) => {
    this.#checked(host).then(
      (addresses) => {
        const fitting = addresses.filter(
          ({ family }) => !options.family || String(options.family).endsWith(String(family)),
        );
        const [first] = fitting;
        if (!first) callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), []);
        else if (options.all) callback(null, fitting);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, []),
    );
  };

  /** One address that is not public disqualifies the name: nobody honest mixes them. */
  async #checked(host: string): Promise<LookupAddress[]> {
    const addresses = await this.#resolve(host);
    if (!addresses.every(({ address }) => this.#isPublic(address))) throw new AddressRefused();
    return addresses;
  }
}

/** Resolves names as the system does, like any connection. */
const resolveByTheSystem: Resolve = (host) =>
  new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    );
  });
