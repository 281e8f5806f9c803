import { ProductError } from '../kernel/errors.ts';

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
  'key-locked',
]);

/** Whether an error says that a storage can't be used just now. */
export const saysUnreachable = (error: unknown): boolean =>
  error instanceof ProductError && UNREACHABLE.has(error.code);

/** Whether an error says that the key of a tenant's backups is locked. */
export const saysLocked = (error: unknown): boolean =>
  error instanceof ProductError && error.code === 'key-locked';

/** Does something in a storage; true where that can't be reached just now, and nothing was done. */
export async function isUnreachable(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (saysUnreachable(error)) return true;
    throw error;
  }
}
