import type { ObjectPage } from '../../../core/assets/ports/pages/object-page.ts';
import type { ReceivedPage } from '../../../core/assets/ports/pages/received-page.ts';
import { Unanswered } from '../../../core/assets/ports/pages/unanswered.ts';

/**
 * The objects with these ids as the search gives them. A single one that it doesn't give is
 * requested by its own call, `readAlone`. @throws Unanswered if neither gives it
 */
export async function orAlone(
  found: Promise<ReceivedPage>,
  ids: readonly string[],
  readAlone: (id: string) => Promise<ObjectPage>,
): Promise<ReceivedPage> {
  try {
    return await found;
  } catch (error) {
    const [id] = ids;
    if (!(error instanceof Unanswered) || id === undefined || ids.length > 1) throw error;
    const page = await readAlone(id);
    return { read: () => Promise.resolve(page) };
  }
}
