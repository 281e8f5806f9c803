import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import { isPartGone } from '../../assets/reading/is-part-gone.ts';
import { Unavailable } from '../../kernel/errors.ts';

/**
 * If an error says that something is gone, finds out whether it's the schema. @throws Refused
 * `schema-gone`; Unavailable `schema-changes` if the schema still exists
 */
export async function confirmGone(
  error: unknown,
  assets: Pick<AssetsReader, 'schema'>,
  schemaId: string,
  signal: AbortSignal,
): Promise<void> {
  if (!(await isPartGone(error, assets, schemaId, signal))) return;
  throw new Unavailable(
    'schema-changes',
    'Part of this schema was deleted while it was being backed up. Back it up again.',
    { cause: error },
  );
}
