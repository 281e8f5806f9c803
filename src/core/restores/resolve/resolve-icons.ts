import type { Icon } from '../../assets/model/icon.ts';
import type { StructureType } from '../../compare/schema-structure.ts';
import type { Resolution } from './resolution.ts';
import { unresolved, type Unresolved } from './unresolved.ts';

const FALLBACK_NAME = /^(object|default)$/i;

/**
 * Finds the icons of the types that are made: on the same site by id, else by name. What is not
 * found gets the fall-back, and is listed. `fallback` is undefined where the site lists no icon.
 */
export function resolveIcons(
  types: readonly Pick<StructureType, 'iconId' | 'iconName'>[],
  there: readonly Icon[],
  isSameSite: boolean,
): Resolution & { fallback: string | undefined } {
  const fallback = there.find(({ name }) => FALLBACK_NAME.test(name)) ?? there[0];
  const options = there.map(({ id, name }) => ({ id, name }));
  const found = new Map<string, string>();
  const missing = new Map<string, Unresolved>();
  for (const { iconId, iconName } of types) {
    const match = isSameSite && iconId !== '' ? iconId : iconNamed(iconName, there)?.id;
    const known = missing.get(iconId);
    if (match !== undefined) found.set(iconId, match);
    else if (known) known.uses += 1;
    else
      missing.set(
        iconId,
        unresolved({
          kind: 'icon',
          id: iconId,
          name: iconName || iconId,
          uses: 1,
          why: `The destination has no icon of this name${fallback ? `. "${fallback.name}" is used instead` : ''}.`,
          options,
        }),
      );
  }
  return { found, missing: [...missing.values()], fallback: fallback?.id };
}

const iconNamed = (wanted: string, icons: readonly Icon[]): Icon | undefined =>
  icons.find(({ name }) => name === wanted) ??
  icons.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
