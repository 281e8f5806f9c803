import type { Directory } from '../../assets/ports/directory.ts';
import { optionsOf } from './options-of.ts';
import { unresolved } from './unresolved.ts';
import type { Resolution } from './resolution.ts';

const SEVERAL = 'Several groups have this name in different upper and lower case.';

/**
 * Finds groups by name, then in another case where only one fits. `uses`: name → how many values
 * name it.
 */
export async function resolveGroups(
  uses: ReadonlyMap<string, number>,
  directory: Directory,
  signal?: AbortSignal,
): Promise<Resolution> {
  const resolution: Resolution = { found: new Map(), missing: [] };
  if (uses.size === 0) return resolution;
  const { names: there, complete } = await directory.groups(signal);
  const options = optionsOf(there);
  for (const [name, count] of uses) {
    const alike = there.filter((each) => each.toLowerCase() === name.toLowerCase());
    const found = fitting(name, alike);
    if (found !== undefined) resolution.found.set(name, found);
    else
      resolution.missing.push(
        unresolved({
          kind: 'group',
          id: name,
          name,
          uses: count,
          why: alike.length > 1 ? SEVERAL : whyMissing(complete),
          mappable: true,
          options,
        }),
      );
  }
  return resolution;
}

const whyMissing = (complete: boolean): string =>
  complete
    ? 'No group has this name.'
    : "The site didn't list all its groups, so this one may still exist. Recalculate later.";

/** `alike`: the same name in any case. */
function fitting(name: string, alike: string[]): string | undefined {
  if (alike.includes(name)) return name;
  return alike.length === 1 ? alike[0] : undefined;
}
