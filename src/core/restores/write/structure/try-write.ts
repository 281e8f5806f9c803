import { WriteRefused } from '../../../assets/ports/write-refused.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';

const GONE = 'It was deleted from Assets during this restore.';

/**
 * Writes what the site may refuse, or what somebody may have deleted meanwhile, which ends no
 * restore. Returns why it wasn't written. @throws what else AssetsWriter throws
 */
export async function tryWrite(
  attempt: RestoreAttempt,
  write: () => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (error instanceof WriteRefused) return error.message;
    if (await attempt.isThingGone(error)) return GONE;
    throw error;
  }
}
