import { inBatches } from '../../../core/kernel/collections/in-batches.ts';

/** How many calls to a bucket are made side by side. */
const AT_ONCE = 8;

/** Does something for each item, for some of them at once. */
export async function sideBySide<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  for (const some of inBatches(items, AT_ONCE)) await Promise.all(some.map(work));
}
