import type { Directory } from '../../assets/ports/directory.ts';
import { optionsOf } from './options-of.ts';
import { unresolved } from './unresolved.ts';
import type { Resolution } from './resolution.ts';

/** Finds projects by key. `uses`: key → how many values name it. */
export async function resolveProjects(
  uses: ReadonlyMap<string, number>,
  directory: Directory,
  signal?: AbortSignal,
): Promise<Resolution> {
  const resolution: Resolution = { found: new Map(), missing: [] };
  if (uses.size === 0) return resolution;
  const { names: there, complete } = await directory.projects(signal);
  const options = optionsOf(there);
  for (const [key, count] of uses) {
    if (there.includes(key)) resolution.found.set(key, key);
    else
      resolution.missing.push(
        unresolved({
          kind: 'project',
          id: key,
          name: key,
          uses: count,
          why: whyMissing(complete),
          mappable: true,
          options,
        }),
      );
  }
  return resolution;
}

const whyMissing = (complete: boolean): string =>
  complete
    ? "No project has this key, or the account can't see it."
    : "The site didn't list all its projects, so this one may still exist. Recalculate later.";
