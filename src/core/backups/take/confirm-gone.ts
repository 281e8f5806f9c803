import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import { Refused, Unavailable } from '../../kernel/errors.ts';

/**
 * A part of a schema that is gone is not the schema: where an error says so, that one is asked for
 * itself. @throws Refused `schema-gone`; Unavailable `schema-changes` where it is there
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
