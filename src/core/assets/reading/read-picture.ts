import { Refused } from '../../kernel/errors.ts';
import { isPicture } from '../model/picture-type.ts';

/**
 * A picture from a site; nothing if it no longer exists; a sentence if it can't be read.
 * `noPicture` is the sentence for bytes that aren't a picture.
 */
export async function readPicture<Gone extends null = never>(
  ask: () => Promise<Uint8Array | Gone>,
  noPicture: string,
): Promise<Uint8Array | Gone | string> {
  try {
    const bytes = await ask();
    return bytes === null || isPicture(bytes) ? bytes : noPicture;
  } catch (error) {
    if (error instanceof Refused && error.code === 'part-unavailable') return error.message;
    throw error;
  }
}
