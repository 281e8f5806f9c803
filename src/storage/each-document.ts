import { translated } from './translate-error.ts';

/**
 * Reads a cursor to its end, and closes it also when its reader leaves earlier. `D` is what the
 * query's `lean()` gives.
 */
export async function* eachDocument<D>(cursor: {
  next(): Promise<unknown>;
  close(): Promise<void>;
}): AsyncGenerator<D, void, undefined> {
  try {
    for (
      let document = await translated(() => cursor.next());
      document;
      document = await translated(() => cursor.next())
    )
      yield document as D;
  } finally {
    await cursor.close();
  }
}
