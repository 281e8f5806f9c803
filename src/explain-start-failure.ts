import { ProductError } from './core/kernel/errors.ts';
import { RingFault } from './storage/sealing/key-ring.ts';

/** What a system error of starting means to whoever starts the service. */
const SYSTEM_ERRORS: Record<string, string> = {
  ENOSPC: 'The disk is full. Free up space, then start again.',
  EDQUOT: 'The disk quota is used up. Free up space, then start again.',
  EROFS: 'The file system is read-only. Set DATA_DIR to a folder that can be written to.',
  EACCES: "This account can't use a file or port. Check its permissions, DATA_DIR and PORT.",
  EPERM: "This account can't use a file or port. Check its permissions, DATA_DIR and PORT.",
  EADDRINUSE: 'Another program is using the port. Stop it, or set PORT to another number.',
  EADDRNOTAVAIL: "This machine doesn't have that address. Check BIND_ADDRESS.",
  EMFILE: 'Too many files are open. Raise the open file limit (ulimit -n).',
};

/** What is no business of whoever reads a page. */
const forOperators = ({ cause }: ProductError): string | undefined =>
  cause instanceof RingFault ? cause.message : undefined;

/** Why the service, or the demo, cannot start, as a sentence that says what to do. */
export function explainStartFailure(error: unknown): string {
  if (!(error instanceof Error)) return `The service can't start: ${String(error)}`;
  if (error instanceof ProductError) return forOperators(error) ?? error.message;
  const { code } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_ERRORS[code];
  return known === undefined ? error.message : `${known} (${error.message})`;
}
