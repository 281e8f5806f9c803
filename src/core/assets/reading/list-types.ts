import { ProductError, Refused } from '../../kernel/errors.ts';
import type { ObjectType } from '../model/definitions/object-type.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';
import { isOfAccount, isOfCallAlone, Unanswered } from '../ports/pages/unanswered.ts';
import { findTypesOfObjects } from './gather-types.ts';
import { unlessUnanswered } from './unless-unanswered.ts';

type TypeLister = Pick<AssetsReader, 'schema' | 'objectTypes' | 'typesOfObjects'>;

const NOTHING = 'nothing-listed';
/** What else may be said of the list alone, if the site gives the schema meanwhile. */
const PERHAPS_OF_LIST: ReadonlySet<string> = new Set(['site-redirects', 'schema-gone']);

/** Whether a list came, without the types that the schema or its objects tell of. */
export const isEmptyList = ({ code }: ProductError): boolean => code === NOTHING;

/**
 * A schema's types, or why the site doesn't list them though it gives the schema: it refuses the
 * list, never answers it, or leaves it empty. @throws what is said of the schema or the site
 */
export async function listTypes(
  site: TypeLister,
  schemaId: string,
  signal: AbortSignal,
): Promise<ObjectType[] | ProductError> {
  const askSchema = () => site.schema(schemaId, signal);
  try {
    const types = await unlessUnanswered(() => site.objectTypes(schemaId, signal), askSchema);
    const isGiven = types instanceof Unanswered || types.length > 0;
    return isGiven || (await isEmpty(site, schemaId, signal)) ? types : emptyList();
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
    if (isOfAccount(error) || PERHAPS_OF_LIST.has(error.code)) await askSchema();
    else if (!isOfCallAlone(error)) throw error;
    return error;
  }
}

/** Whether the schema has no types, by its own counts and by the search. */
async function isEmpty(site: TypeLister, schemaId: string, signal: AbortSignal): Promise<boolean> {
  const { objectTypeCount, objectCount } = await site.schema(schemaId, signal);
  if (objectTypeCount > 0 || objectCount > 0) return false;
  return (await findTypesOfObjects(site, schemaId, [], signal)).length === 0;
}

const emptyList = (): Refused =>
  new Refused(
    NOTHING,
    'The site lists no object types in this schema, although it has some. Check that the account can see them, then try again.',
  );
