import { Refused } from '../../kernel/errors.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';

/**
 * Whether an error says that part of a schema is gone, and not the schema, which is requested
 * itself: both answer 404. @throws Refused `schema-gone` if the schema is gone
 */
export async function isPartGone(
  error: unknown,
  assets: Pick<AssetsReader, 'schema'>,
  schemaId: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (!(error instanceof Refused && error.code === 'schema-gone')) return false;
  await assets.schema(schemaId, signal);
  return true;
}
