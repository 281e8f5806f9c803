import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import { Refused, Unavailable } from '../../kernel/errors.ts';

/**
 * That part of a schema is gone doesn't mean that the schema is: if an error says so, the schema
 * itself is requested. @throws Refused `schema-gone`; Unavailable `schema-changes` if it still
 * exists
 */
export async function confirmGone(
  error: unknown,
  assets: Pick<AssetsReader, 'schema'>,
  schemaId: string,
  signal: AbortSignal,
): Promise<void> {
  if (!(error instanceof Refused && error.code === 'schema-gone')) return;
  await assets.schema(schemaId, signal);
  throw new Unavailable(
    'schema-changes',
    'Part of this schema was deleted while it was being backed up. Back it up again.',
    { cause: error },
  );
}
