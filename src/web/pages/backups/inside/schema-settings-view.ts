import type { Role } from '../../../../core/assets/model/definitions/role.ts';
import {
  FLAG_WORDS,
  SCHEMA_FLAGS,
} from '../../../../core/assets/model/definitions/schema-properties.ts';
import type { TypeInTree } from '../../../../core/backups/inside/backup-contents.ts';
import type { SchemaSettings } from '../../../../core/backups/inside/structure/schema-settings.ts';

/** What a backup holds of a schema beside its structure, a line each. */
export interface SchemaSettingsView {
  flags: { name: string; text: string }[];
  roles: { name: string; who: string }[];
}

export function schemaSettingsView(
  { flags, roles }: SchemaSettings,
  types: readonly Pick<TypeInTree, 'id' | 'name'>[],
): SchemaSettingsView {
  const names = new Map(types.map(({ id, name }) => [id, name]));
  const nameOf = ({ name, typeId }: Role): string =>
    typeId === undefined ? name : `${names.get(typeId) ?? typeId} › ${name}`;
  return {
    flags: SCHEMA_FLAGS.filter((flag) => flags[flag] !== undefined).map((flag) => ({
      name: startingLarge(FLAG_WORDS[flag]),
      text: flags[flag] ? 'on' : 'off',
    })),
    roles: roles.map((role) => ({
      name: nameOf(role),
      who: role.actors.map(({ id, name }) => name ?? id).join(', '),
    })),
  };
}

const startingLarge = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
