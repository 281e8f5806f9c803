import type { Agent as HttpAgent, AgentOptions } from 'node:http';
import type { Agent as HttpsAgent, AgentOptions as HttpsAgentOptions } from 'node:https';
import type { LookupFunction } from 'node:net';

/** A connection to an address that is not allowed was not made. */
export const NOT_ALLOWED_CODE = 'ADDRESS_NOT_ALLOWED';
/** What is said of it beside the field of an address with TLS. */
export const NOT_ALLOWED =
  "This address isn't allowed because it leads into a private network. Whoever runs the service can list it.";

/** Where connections to databases and buckets that administrators name may go. */
export interface DatabaseGate {
  /**
   * Resolves a name once for a connection, and refuses it with the code {@link NOT_ALLOWED_CODE}
   * when it leads to an address that is not allowed.
   */
  lookup: LookupFunction;
  /** Of an address that stands instead of a name: nothing looks it up. */
  mayReach(address: string): boolean;
  /** Agents that connect to nothing else. */
  agents(options: AgentOptions & HttpsAgentOptions): { http: HttpAgent; https: HttpsAgent };
}

/** One for connections with TLS, and a narrower one for those without. */
export interface DatabaseGates {
  tls: DatabaseGate;
  plain: DatabaseGate;
}
