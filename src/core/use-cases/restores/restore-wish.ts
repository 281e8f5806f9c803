import type { Schema } from '../../assets/model/definitions/schema.ts';
import type { SiteLimits } from '../../assets/ports/site/site-limits.ts';
import { InvalidInput } from '../../kernel/errors.ts';
import type { RunId, SiteId } from '../../kernel/ids.ts';
import { schemaMistakes } from '../../restores/schema-mistakes.ts';
import type { RestoreInput } from '../../restores/restore-input.ts';
import type { RestoreOptions } from '../../restores/restore-options.ts';

/** The schema that a restore is to write to: a new one, or one that exists on the destination. */
export type SchemaWish = { name: string; key: string } | { id: string };

/** What the wizard has gathered. */
export interface RestoreWish extends RestoreOptions {
  /** Undefined: the tenant's own site. */
  targetId?: SiteId | undefined;
  schema: SchemaWish;
  /** The plan whose rules are taken over. */
  rulesOf?: RunId | undefined;
}

/**
 * The wished schema among those of the destination. @throws InvalidInput `name` | `key` |
 * `schemaId`
 */
export function chooseSchema(
  wish: SchemaWish,
  schemas: Schema[],
  limits?: Pick<SiteLimits, 'reservedInNames'>,
): RestoreInput['schema'] {
  if ('id' in wish) {
    const found = schemas.find((schema) => schema.id === wish.id);
    if (!found) throw new InvalidInput({ schemaId: 'Choose a schema from the list.' });
    return { kind: 'existing', id: found.id, name: found.name, key: found.key };
  }
  const mistakes = schemaMistakes(wish, schemas, limits?.reservedInNames);
  if (Object.keys(mistakes).length > 0) throw new InvalidInput(mistakes);
  return { kind: 'new', name: wish.name.trim(), key: wish.key.trim().toUpperCase() };
}
