import { parseJson } from '../../../http/read-answer.ts';
import { ONE_OBJECT_BYTES, type AssetsCall, type AssetsCalls } from '../../calls/assets-calls.ts';

export const ONE_OBJECT = 'GET object/{id}';

interface WantedEntry extends Pick<AssetsCall, 'query' | 'dispensable'> {
  id: string;
}

/**
 * What the site answers about one object, from its store and not from its search. `null` where the
 * object doesn't exist. @throws as AssetsReader
 */
export async function findObjectEntry(
  calls: AssetsCalls,
  { id, ...wanted }: WantedEntry,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const call: AssetsCall = {
    method: 'GET',
    path: `/object/${encodeURIComponent(id)}`,
    endpoint: ONE_OBJECT,
    maxBytes: ONE_OBJECT_BYTES,
    check: (answer) => void parseJson(answer, ONE_OBJECT),
    ...wanted,
  };
  const answer = await calls.ask(call, signal);
  return (await calls.isFound(answer, ONE_OBJECT, signal)) ? parseJson(answer, ONE_OBJECT) : null;
}
