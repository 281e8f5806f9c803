import { ProductError } from '../kernel/errors.ts';

/** Codes of a storage that can't be used as it is: it answers nothing, or something else. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'storage-unavailable',
  'storage-refused',
  'storage-swapped',
  'storage-restored',
  'storage-taken',
]);

/** Whether an error says that a storage can't be used just now. */
export const saysUnreachable = (error: unknown): boolean =>
  error instanceof ProductError && UNREACHABLE.has(error.code);

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
