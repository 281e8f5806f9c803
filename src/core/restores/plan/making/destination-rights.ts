import type { Schema } from '../../../assets/model/definitions/schema.ts';
import type { SiteRights } from '../../../assets/ports/site/site-rights.ts';
import type { AssetsDestination } from '../../../assets/ports/assets-destination.ts';
import { ProductError } from '../../../kernel/errors.ts';
import type { RestoreInput } from '../../restore-input.ts';

/** One right that a restore needs or uses. `granted` is undefined where the site does not say. */
export interface DestinationRight {
  right: 'create-schemas' | 'manage-schema' | 'browse-users';
  granted?: boolean | undefined;
}

type Wish = Pick<RestoreInput, 'schema'>;

/**
 * What the account may do on the destination of a restore. Undefined where the site cannot be asked
 * about it: then it decides when something is written.
 */
export async function readDestinationRights(
  target: AssetsDestination,
  input: Wish,
  signal: AbortSignal,
): Promise<DestinationRight[] | undefined> {
  try {
    const rights = await target.rights(signal);
    const { schemas } = await target.schemas(signal);
    return destinationRights(rights, schemas, input);
  } catch (error) {
    if (error instanceof ProductError) return undefined;
    throw error;
  }
}

/** The same, from what the site says. */
export function destinationRights(
  { administers, browsesUsers }: SiteRights,
  schemas: readonly Pick<Schema, 'id' | 'canManage'>[],
  { schema }: Wish,
): DestinationRight[] {
  const people: DestinationRight = { right: 'browse-users', granted: browsesUsers };
  if (schema.kind === 'existing') {
    const there = schemas.find(({ id }) => id === schema.id);
    return [{ right: 'manage-schema', granted: there?.canManage ?? undefined }, people];
  }
  const managesAll = schemas.length > 0 && schemas.every(({ canManage }) => canManage === true);
  return [{ right: 'create-schemas', granted: managesAll || administers }, people];
}
