/** How a database is reached and signed in to. Whoever holds one can read the database. */
export interface DatabaseAddress {
  /** `host:port` each; with `isSrv` a single name whose hosts come from DNS. */
  hosts: string[];
  isSrv: boolean;
  database: string;
  /** Empty where the database asks for no user. */
  user: string;
  password: string;
  /** The database that knows the user. */
  authSource: string;
  tls: boolean;
  /** Certificates (PEM) that are believed instead of those that everybody believes. */
  ca: string;
}

/** What of an address may be shown. */
export type ShownAddress = Omit<DatabaseAddress, 'password'>;

export const showAddress = ({ password: _password, ...shown }: DatabaseAddress): ShownAddress =>
  shown;

/** Whether a password that was typed for one address may be sent to the other. */
export const isSameAccount = (a: ShownAddress, b: ShownAddress): boolean =>
  a.isSrv === b.isSrv &&
  a.hosts.join() === b.hosts.join() &&
  a.database === b.database &&
  a.user === b.user &&
  a.authSource === b.authSource &&
  // Without the certificate, others might read what it protected.
  (b.tls || !a.tls) &&
  a.ca === b.ca;
