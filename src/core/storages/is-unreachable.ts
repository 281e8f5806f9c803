import { ProductError } from '../kernel/errors.ts';

/** Codes of a key that does not open right now: locked, or its key service doesn't open it. */
const LOCKED: ReadonlySet<string> = new Set([
  'key-locked',
  'key-refused',
  'key-service-unavailable',
]);

/**
 * Codes of a storage that can't be used as it is: it answers nothing, something else, or its key is
 * locked.
 */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'storage-unavailable',
  'storage-refused',
  'storage-swapped',
  'storage-restored',
  'storage-taken',
  ...LOCKED,
]);

/** Whether an error says that a storage can't be used right now. */
export const isUnreachableError = (error: unknown): boolean =>
  error instanceof ProductError && UNREACHABLE.has(error.code);

/** Whether an error says that the key of a tenant's backups is locked. */
export const isLockedError = (error: unknown): boolean =>
  error instanceof ProductError && LOCKED.has(error.code);

/** Does something in a storage; true if the storage can't be reached, so that nothing was done. */
export async function isUnreachable(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (isUnreachableError(error)) return true;
    throw error;
  }
}
