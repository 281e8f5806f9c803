import type { LookupFunction } from 'node:net';

/** A connection to an address that is not allowed was not made. */
export const NOT_ALLOWED_CODE = 'ADDRESS_NOT_ALLOWED';

/** Where connections to databases that administrators name may go. */
export interface DatabaseGate {
  /**
   * Resolves a name once for a connection, and refuses it with the code {@link NOT_ALLOWED_CODE}
   * when it leads to an address that is not allowed.
   */
  lookup: LookupFunction;
  /** Of an address that stands in place of a name: nothing looks it up. */
  mayReach(address: string): boolean;
}

/** One for connections with TLS, and a narrower one for those without. */
export interface DatabaseGates {
  tls: DatabaseGate;
  plain: DatabaseGate;
}
