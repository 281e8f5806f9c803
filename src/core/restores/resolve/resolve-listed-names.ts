import type { Directory, ListedNames } from '../../assets/ports/directory.ts';
import { optionsOf } from './options-of.ts';
import { unresolved, type Unresolved } from './unresolved.ts';
import type { Resolution } from './resolution.ts';

/** Things of a site's directory that values name, and that the site lists by their names. */
interface ListedThings {
  kind: 'group' | 'project';
  list(directory: Directory, signal?: AbortSignal): Promise<ListedNames>;
  /** Names that may stand for each other have the same form. */
  formOf(name: string): string;
  /** Why a name was not found, in a sentence. */
  whyNone: string;
  /** Where several names have one form. */
  whySeveral?: string;
  whyNotListed: string;
}

/** Found by name, then in another case where only one fits. */
export const GROUPS: ListedThings = {
  kind: 'group',
  list: (directory, signal) => directory.groups(signal),
  formOf: (name) => name.toLowerCase(),
  whyNone: 'No group has this name.',
  whySeveral: 'Several groups have this name in different upper and lower case.',
  whyNotListed:
    "The site didn't list all its groups, so this one may still exist. Recalculate later.",
};

/** Found by key. */
export const PROJECTS: ListedThings = {
  kind: 'project',
  list: (directory, signal) => directory.projects(signal),
  formOf: (key) => key,
  whyNone: "No project has this key, or the account can't see it.",
  whyNotListed:
    "The site didn't list all its projects, so this one may still exist. Recalculate later.",
};

/** `uses`: name → how many values name it. @throws whatever Directory throws */
export async function resolveListedNames(
  things: ListedThings,
  uses: ReadonlyMap<string, number>,
  directory: Directory,
  signal?: AbortSignal,
): Promise<Resolution> {
  const resolution: Resolution = { found: new Map(), missing: [] };
  if (uses.size === 0) return resolution;
  const { names: there, complete } = await things.list(directory, signal);
  const options = optionsOf(there);
  const byForm = Map.groupBy(there, (name) => things.formOf(name));
  for (const [name, count] of uses) {
    const alike = byForm.get(things.formOf(name)) ?? [];
    const found = fitting(name, alike);
    if (found !== undefined) resolution.found.set(name, found);
    else {
      const { kind } = things;
      const missing = { kind, id: name, name, uses: count, mappable: true, options };
      resolution.missing.push(unresolved({ ...missing, ...whyMissing(things, alike, complete) }));
    }
  }
  return resolution;
}

/** `alike`: names of the same form. */
function fitting(name: string, alike: readonly string[]): string | undefined {
  if (alike.includes(name)) return name;
  return alike.length === 1 ? alike[0] : undefined;
}

function whyMissing(
  { whyNone, whySeveral, whyNotListed }: ListedThings,
  alike: readonly string[],
  complete: boolean,
): Pick<Unresolved, 'why' | 'state'> {
  if (alike.length > 1 && whySeveral !== undefined) return { state: 'several', why: whySeveral };
  return complete ? { why: whyNone } : { state: 'unlisted', why: whyNotListed };
}
