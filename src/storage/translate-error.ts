import { setTimeout as delay } from 'node:timers/promises';
import mongoose from 'mongoose';
import { Conflict, NotFound, ProductError, Refused, Unavailable } from '../core/kernel/errors.ts';

export const DUPLICATE = 11000;
/** MongoDB: OutOfDiskSpace, quota exceeded; hosted services answer 8000 with words. */
const FULL_CODES = new Set([14031, 12501]);
/** MongoDB: writes of users are blocked, as during a migration. */
const READ_ONLY_CODE = 371;
/** What PostgreSQL says under a server that speaks MongoDB's protocol, as when its disk is full. */
const READ_ONLY_WORDS = /in a read-only transaction|\bread-only mode\b/i;
const FULL_WORDS = /quota|no space left|out of disk|space limit|storage limit/i;
/** Azure Cosmos DB for MongoDB (RU): the request rate is too large, and nothing was done. */
const BUSY_CODE = 16500;
const RETRY_AFTER = /RetryAfterMs=(\d+(?:\.\d+)?)/;
/** Where it does not say for how long. */
const BUSY_MS = 200;
/** How often to repeat a call that met a rate limit. */
const BUSY_TRIES = 20;
const GONE_NAMES =
  /^(MongoServerSelectionError|MongooseServerSelectionError|MongoNetworkError|MongoNetworkTimeoutError|MongoNotConnectedError|MongoTopologyClosedError|MongoServerClosedError|MongoExpiredSessionError|MongoPoolClearedError|MongoPoolClosedError|MongoConnectionPoolError|MongoWaitQueueTimeoutError|PoolClearedOnNetworkError|MongoOperationTimeoutError)$/;
/** Asked again, the same may be done: another server took over, time was up, somebody was first. */
const GONE = {
  HostUnreachable: 6,
  HostNotFound: 7,
  LockTimeout: 24,
  CursorNotFound: 43,
  LockBusy: 46,
  MaxTimeMSExpired: 50,
  WriteConcernTimeout: 64,
  NetworkTimeout: 89,
  ShutdownInProgress: 91,
  UnsatisfiableWriteConcern: 100,
  WriteConflict: 112,
  FailedToSatisfyReadPreference: 133,
  ReadConcernMajorityNotAvailableYet: 134,
  QueryPlanKilled: 175,
  PrimarySteppedDown: 189,
  NetworkInterfaceExceededTimeLimit: 202,
  CursorKilled: 237,
  ExceededTimeLimit: 262,
  TemporarilyUnavailable: 365,
  SocketException: 9001,
  NotWritablePrimary: 10107,
  InterruptedAtShutdown: 11600,
  Interrupted: 11601,
  InterruptedDueToReplStateChange: 11602,
  StaleConfig: 13388,
  NotPrimaryNoSecondaryOk: 13435,
  NotPrimaryOrSecondary: 13436,
};
const GONE_CODES: ReadonlySet<unknown> = new Set(Object.values(GONE));

/**
 * Turns what the driver throws into what a caller can act on, once, here. What is not known stays
 * as it is: a bug.
 */
export function translateError(error: unknown): unknown {
  if (error instanceof ProductError || !(error instanceof Error)) return error;
  if (error.name === 'MongoParseError') return refusedAddress(error.message);
  if (error instanceof mongoose.Error.CastError) return new NotFound(undefined, { cause: error });
  const code = (error as { code?: unknown }).code;
  if (code === DUPLICATE)
    return new Conflict('duplicate', 'This already exists. Reload the page.', { cause: error });
  if (FULL_CODES.has(code as number) || FULL_WORDS.test(error.message))
    return new Unavailable(
      'database-full',
      'The database is full. Free up space, or delete backups you no longer need. The service retries automatically.',
      { cause: error, retryAfterMs: 0 },
    );
  if (isReadOnly(error, code))
    return new Unavailable(
      'database-read-only',
      "The database isn't accepting changes, so nothing was saved. The service retries automatically. If this lasts, contact whoever runs this service.",
      { cause: error, retryAfterMs: 0 },
    );
  if (code === BUSY_CODE)
    return new Unavailable(
      'database-unavailable',
      'The database asks for fewer requests. The service retries automatically.',
      { cause: error, retryAfterMs: retryAfterMs(error) },
    );
  if (GONE_NAMES.test(error.name) || GONE_CODES.has(code)) {
    return new Unavailable(
      'database-unavailable',
      "The database isn't answering. The service retries automatically.",
      { cause: error },
    );
  }
  return error;
}

const isReadOnly = ({ message }: Error, code: unknown): boolean =>
  code === READ_ONLY_CODE || READ_ONLY_WORDS.test(message);

/** The driver may repeat the whole address, with its password: then it is not its cause either. */
function refusedAddress(why: string): Refused {
  const more = why.includes('://') ? '' : ` (${why})`;
  return new Refused(
    'database-address',
    `MONGODB_URI isn't a valid MongoDB address${more}. In passwords, write characters such as @ : / as %40 %3A %2F.`,
  );
}

/** Whether a write met a unique key of another document. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Conflict && error.code === 'duplicate';
}

/** Whether the database answers, and asks for time: then nothing was done. */
export const isBusy = (error: unknown): error is Unavailable & { retryAfterMs: number } =>
  error instanceof Unavailable &&
  error.code === 'database-unavailable' &&
  error.retryAfterMs !== undefined;

/** For how long a database that is busy asks to be left alone, ms, rounded up. */
function retryAfterMs(error: Error & { RetryAfterMs?: unknown }): number {
  const said = Number(error.RetryAfterMs ?? RETRY_AFTER.exec(error.message)?.[1]);
  return Number.isFinite(said) && said > 0 ? Math.ceil(said) : BUSY_MS;
}

/**
 * Runs a database call with its errors translated. If the request rate is too large, it waits for
 * as long as the database says and repeats the call.
 */
export async function translated<T>(
  call: () => Promise<T>,
  wait: (ms: number) => Promise<unknown> = delay,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const explained = translateError(error);
      if (!isBusy(explained) || tries === BUSY_TRIES) throw explained;
      await wait(explained.retryAfterMs);
    }
  }
}
