import { aqlQuery, isOfTypeOrBelow, isOneOf } from '../../assets/aql/aql-query.ts';
import { idsOf } from '../../assets/paging/receive-page.ts';
import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import { searchPages } from '../../assets/reading/search-objects.ts';
import { Refused } from '../../kernel/errors.ts';
import type { ReferencedType } from '../../restores/resolve/unresolved.ts';
import type { FoundObject } from './find-objects.ts';

const BATCH_SIZE = 50;

/** An object that is to stand for a missing one. */
interface Wanted {
  /** The backup's id of the missing one. */
  id: string;
  object: FoundObject;
  /** What the attributes take that name it. */
  types: readonly ReferencedType[];
}

/** An object that does not fit, and the type that is wanted. */
interface Misfit extends Pick<Wanted, 'id' | 'object'> {
  type: string;
}

/**
 * Those that an attribute would refuse for their type. The site is asked who stands below a type;
 * where it cannot be, it decides when the object is written.
 */
export async function misfits(site: AssetsReader, wanted: readonly Wanted[]): Promise<Misfit[]> {
  const doubts = wanted.flatMap(({ id, object, types }) =>
    types
      .filter(({ typeId }) => typeId !== object.typeId)
      .map((type) => ({ misfit: { id, object, type: type.name }, type })),
  );
  const found: Misfit[] = [];
  const bySide = Map.groupBy(doubts, ({ type }) => (type.withChildren ? type.typeId : undefined));
  for (const [typeId, those] of bySide) {
    const ids = those.map(({ misfit }) => misfit.object.id);
    const below = typeId === undefined ? new Set<string>() : await idsBelow(site, typeId, ids);
    for (const { misfit } of those) if (!below.has(misfit.object.id)) found.push(misfit);
  }
  return found;
}

/** Those of these objects that are of the type or of one below it. */
async function idsBelow(
  site: AssetsReader,
  typeId: string,
  objectIds: readonly string[],
): Promise<Set<string>> {
  const ids = [...new Set(objectIds)];
  const below = new Set<string>();
  try {
    for (let from = 0; from < ids.length; from += BATCH_SIZE) {
      const query = aqlQuery([
        isOfTypeOrBelow(typeId),
        isOneOf(ids.slice(from, from + BATCH_SIZE)),
      ]);
      for await (const page of searchPages(site, query)) addAll(below, idsOf(page));
    }
    return below;
  } catch (error) {
    if (error instanceof Refused && error.code === 'site-refused') return new Set(ids);
    throw error;
  }
}

function addAll(ids: Set<string>, more: Iterable<string>): void {
  for (const id of more) ids.add(id);
}
