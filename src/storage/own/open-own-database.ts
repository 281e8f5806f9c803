import { isIP } from 'node:net';
import mongoose, { type Connection } from 'mongoose';
import type { DatabaseAddress } from '../../core/storages/address/database-address.ts';
import { readHostAndPort } from '../../core/storages/address/host-and-port.ts';
import { NOT_ALLOWED_CODE, type DatabaseGate, type DatabaseGates } from '../gate/database-gate.ts';
import { failureCodes } from '../gate/failure-codes.ts';
import { findHosts, type ResolveService } from './find-hosts.ts';

/** What a server says of itself. */
interface Hello {
  isWritablePrimary?: boolean;
  ismaster?: boolean;
  /** `host:port` of the one that takes writes. */
  primary?: unknown;
  hosts?: unknown;
  maxWireVersion?: number;
  localTime?: Date;
}

export interface OwnDatabase {
  connection: Connection;
  hello: Hello;
  /**
   * False once the server was heard to take no writes any more: what it still answers may be old.
   */
  takesWrites(): boolean;
}

/** A connection to one server, whichever part it plays. */
type Reached = Pick<OwnDatabase, 'connection' | 'takesWrites'>;

export interface OpenOptions {
  gates: DatabaseGates;
  /** How long one server may take to answer, ms. */
  timeoutMs?: number | undefined;
  resolve?: ResolveService | undefined;
}

const TIMEOUT_MS = 8_000;
const SOCKET_MS = 60_000;
/** How many servers named by another one are tried. */
const MAX_TRIED = 10;

/**
 * What a server says of others, and how it wants to be watched. The driver, which connects to one
 * server alone, has no use for it, and throws where nobody catches if it has another form.
 */
const LEFT_OUT = ['hosts', 'passives', 'arbiters', 'primary', 'me', 'topologyVersion'];

/** None of the servers that were reached takes writes. */
class NoPrimary extends Error {
  readonly code = 'NO_PRIMARY';
  constructor() {
    super('no server takes writes');
    this.name = 'NoPrimary';
  }
}

/**
 * Connects to the one server that takes writes, and to it alone: the driver never follows hosts
 * that a server names. Those are tried here, each through the gate, so that a server that names a
 * private address as its primary leads nowhere. After a change of primary whoever uses the
 * connection opens it again. @throws what the driver failed with; NoPrimary
 */
export async function openOwnDatabase(
  address: DatabaseAddress,
  options: OpenOptions,
): Promise<OwnDatabase> {
  const untried = [...(await findHosts(address, options.resolve))];
  const tried = new Set<string>();
  let failure: unknown = new NoPrimary();
  while (untried.length > 0 && tried.size < MAX_TRIED) {
    // Servers and the DNS may name anything, also what a driver takes for more than a host.
    const host = readHostAndPort(untried.shift() ?? '');
    if (host === undefined || tried.has(host)) continue;
    tried.add(host);
    try {
      const { named, database } = await tryHost(address, host, options);
      if (database) return database;
      untried.unshift(...named);
    } catch (error) {
      failure = error;
      if (isFinal(error)) break;
    }
  }
  throw failure;
}

/** The database, if this server takes writes; else the servers that it names. */
async function tryHost(
  address: DatabaseAddress,
  host: string,
  options: OpenOptions,
): Promise<{ named: string[]; database?: OwnDatabase }> {
  const { connection, takesWrites } = await connect(address, host, options);
  try {
    const hello = (await connection.getClient().db('admin').command({ hello: 1 })) as Hello;
    if (isPrimary(hello)) return { named: [], database: { connection, hello, takesWrites } };
    await connection.close();
    return { named: namedBy(hello) };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

const isPrimary = ({ isWritablePrimary, ismaster }: Hello): boolean =>
  isWritablePrimary ?? ismaster ?? false;

/** The primary first. A server may say anything in place of names. */
const namedBy = ({ primary, hosts }: Hello): string[] =>
  [primary, hosts]
    .flat()
    .filter((each): each is string => typeof each === 'string')
    .slice(0, MAX_TRIED);

async function connect(
  address: DatabaseAddress,
  host: string,
  { gates, timeoutMs = TIMEOUT_MS }: OpenOptions,
): Promise<Reached> {
  const gate = address.tls ? gates.tls : gates.plain;
  assertMayReach(host, gate);
  const { database, user, password, authSource, tls, ca } = address;
  const connection = mongoose.createConnection(`mongodb://${host}/`, {
    dbName: database,
    directConnection: true,
    lookup: gate.lookup,
    tls,
    ...(ca === '' ? {} : { ca }),
    ...(user === '' ? {} : { auth: { username: user, password }, authSource }),
    readPreference: 'primary',
    readConcern: { level: 'local' },
    writeConcern: { w: 'majority', journal: true },
    retryWrites: false,
    retryReads: true,
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: SOCKET_MS,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    maxPoolSize: 20,
    appName: 'Backup & Migration for Assets',
  });
  let hasLetGo = false;
  // Before the driver reads it.
  connection.getClient().on('serverHeartbeatSucceeded', ({ reply }) => {
    hasLetGo ||= !isPrimary(reply as Hello);
    for (const field of LEFT_OUT) delete reply[field];
  });
  try {
    return { connection: await connection.asPromise(), takesWrites: () => !hasLetGo };
  } catch (error) {
    await connection.close(); // otherwise it keeps looking for the server
    throw error;
  }
}

function assertMayReach(host: string, gate: DatabaseGate): void {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  if (isIP(name) === 0 || gate.mayReach(name)) return;
  throw Object.assign(new Error('its address is not allowed'), { code: NOT_ALLOWED_CODE });
}

/** Another server of the same database would say the same. */
function isFinal(error: unknown): boolean {
  const codes = failureCodes(error);
  return codes.includes(18) || codes.includes(NOT_ALLOWED_CODE);
}
