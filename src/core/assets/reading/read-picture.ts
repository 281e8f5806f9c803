import { Refused } from '../../kernel/errors.ts';
import { pictureType } from '../model/picture-type.ts';

/**
 * A picture that a site gives; nothing where it is gone by now; in a sentence why it can't be
 * obtained. `noPicture` says so of bytes that are none.
 */
export async function readPicture<Gone extends null = never>(
  ask: () => Promise<Uint8Array | Gone>,
  noPicture: string,
): Promise<Uint8Array | Gone | string> {
  try {
    const bytes = await ask();
    return bytes === null || pictureType(bytes) ? bytes : noPicture;
  } catch (error) {
    if (error instanceof Refused && error.code === 'part-unavailable') return error.message;
    throw error;
  }
}
