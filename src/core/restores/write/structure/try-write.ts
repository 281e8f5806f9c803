import { WriteRefused } from '../../../assets/ports/write-refused.ts';

/**
 * Writes what the site may refuse, which ends no restore. Returns the site's message when it does.
 * @throws what else AssetsWriter throws
 */
export async function tryWrite(write: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (error instanceof WriteRefused) return error.message;
    throw error;
  }
}
