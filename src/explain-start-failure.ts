import { ProductError } from './core/kernel/errors.ts';

/** What a system error of starting means to whoever starts the service. */
const SYSTEM_ERRORS: Record<string, string> = {
  ENOSPC: 'The disk is full. Make room and start again.',
  EDQUOT: 'The disk quota is used up. Make room and start again.',
  EROFS: 'The file system is read-only. Choose a folder that can be written to with DATA_DIR.',
  EACCES: 'A file or port may not be used by this account. Check its rights, DATA_DIR and PORT.',
  EPERM: 'A file or port may not be used by this account. Check its rights, DATA_DIR and PORT.',
  EADDRINUSE: 'The port is taken by another program. Stop that one, or choose another PORT.',
  EADDRNOTAVAIL: 'This machine does not have that address. Check BIND_ADDRESS.',
  EMFILE: 'Too many files are open. Raise the limit of open files (ulimit -n).',
};

/** What is no business of whoever reads a page. */
const isForOperators = ({ code, cause }: ProductError): string | undefined =>
  code === 'key-missing' && cause instanceof Error ? cause.message : undefined;

/** Why the service, or the demo, cannot start, as a sentence that says what to do. */
export function explainStartFailure(error: unknown): string {
  if (!(error instanceof Error)) return `The service cannot start: ${String(error)}`;
  if (error instanceof ProductError) return isForOperators(error) ?? error.message;
  const { code } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_ERRORS[code];
  return known === undefined ? error.message : `${known} (${error.message})`;
}
