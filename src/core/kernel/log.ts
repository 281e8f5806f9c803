/**
 * Where adapters say what they do. `fields` are for machines, `message` is a sentence; neither
 * holds secrets or content of a backup.
 */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** For scripts and tests that say things their own way. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
