import type { Directory, DirectoryVersion } from '../../assets/ports/directory.ts';
import type { VersionUse } from '../objects/scan-objects.ts';
import { fewOptions } from './options-of.ts';
import type { Resolution } from './resolution.ts';
import { unresolved, type Unresolved } from './unresolved.ts';

export interface VersionRequest {
  /** By id. */
  uses: ReadonlyMap<string, VersionUse>;
  directory: Pick<Directory, 'versions'>;
  /** The backup's keys of projects → those on the destination. */
  projects: {
    found: ReadonlyMap<string, string>;
    /** Of projects that the destination lacks. */
    chosen: ReadonlyMap<string, string>;
  };
  /** Whether the destination is the site that was backed up. */
  isSameSite: boolean;
  signal?: AbortSignal | undefined;
}

interface VersionResolution extends Resolution {
  /** Found in projects that the administrator chose: the backup's id → the id there. */
  inChosen: Map<string, string>;
}

/** Projects have hundreds of versions; a list of suggestions while typing may be as long. */
const MAX_VERSIONS = 1_000;
const NO_PROJECT =
  "The backup doesn't say which project this version belongs to, so it can't be looked up.";
const notIn = (projectKey: string): string =>
  `Project ${projectKey} has no version with this name, or the account can't see it.`;

/**
 * Finds versions by name in the project that stands for theirs. One whose project is missing is
 * missing with it, and isn't listed by itself. @throws whatever Directory throws
 */
export async function resolveVersions(request: VersionRequest): Promise<VersionResolution> {
  const { uses, directory, isSameSite } = request;
  const found = new Map<string, string>();
  const resolution: VersionResolution = { found, missing: [], inChosen: new Map() };
  if (isSameSite) for (const id of uses.keys()) found.set(id, id);
  else if (directory.versions) await resolveByProject(request, resolution);
  return resolution;
}

async function resolveByProject(
  request: VersionRequest,
  { found, missing, inChosen }: VersionResolution,
): Promise<void> {
  const { uses, projects } = request;
  const there = await versionsThere(request);
  const lacking: LackingVersion[] = [];
  for (const [id, use] of uses) {
    const itsOwn = projects.found.get(use.projectKey ?? '');
    const key = itsOwn ?? projects.chosen.get(use.projectKey ?? '');
    if (use.projectKey !== undefined && key === undefined) continue;
    const version = fitting(use.name, there.get(key ?? '') ?? []);
    if (version) (itsOwn === undefined ? inChosen : found).set(id, version.id);
    else lacking.push({ id, use, key });
  }
  missing.push(...missingVersions(lacking, there));
}

interface LackingVersion {
  id: string;
  use: VersionUse;
  /** Of the project that was searched; undefined if none is known. */
  key: string | undefined;
}

/** To choose from: the versions of the projects that were searched, of all if one isn't known. */
function missingVersions(
  lacking: readonly LackingVersion[],
  there: ReadonlyMap<string, readonly DirectoryVersion[]>,
): Unresolved[] {
  const searched = new Set(lacking.map(({ key }) => key));
  const options = fewOptions(
    [...there]
      .filter(([key]) => searched.has(key) || searched.has(undefined))
      .flatMap(([key, all]) => all.map(({ id, name }) => ({ id, name: nameIn(name, key) }))),
    MAX_VERSIONS,
  );
  return lacking.map(({ id, use: { name, projectKey, count: uses }, key }) => {
    const why = key === undefined ? NO_PROJECT : notIn(key);
    return unresolved({ kind: 'version', id, name: nameIn(name, projectKey), uses, why, options });
  });
}

/** Of each project of the destination that is asked about. */
async function versionsThere({
  uses,
  directory,
  projects: { found, chosen },
  signal,
}: VersionRequest): Promise<Map<string, DirectoryVersion[]>> {
  const keys = new Set(
    [...uses.values()].flatMap(({ projectKey = '' }) => {
      const key = found.get(projectKey) ?? chosen.get(projectKey);
      return key === undefined ? [] : [key];
    }),
  );
  const there = new Map<string, DirectoryVersion[]>();
  for (const key of keys) there.set(key, (await directory.versions?.(key, signal)) ?? []);
  return there;
}

/** By name, then in another case where only one fits. */
function fitting(name: string, there: readonly DirectoryVersion[]): DirectoryVersion | undefined {
  const formOf = (text: string): string => text.toLowerCase();
  const alike = there.filter((each) => formOf(each.name) === formOf(name));
  const same = alike.find((each) => each.name === name);
  return same ?? (alike.length === 1 ? alike[0] : undefined);
}

const nameIn = (name: string, projectKey: string | undefined): string =>
  projectKey === undefined ? name : `${name} (${projectKey})`;

/** Values that name a project, or a version of it; by key. */
export function withVersions(
  projects: ReadonlyMap<string, number>,
  { uses, directory, isSameSite }: Pick<VersionRequest, 'uses' | 'directory' | 'isSameSite'>,
): Map<string, number> {
  const counts = new Map(projects);
  if (isSameSite || !directory.versions) return counts;
  for (const { projectKey, count } of uses.values())
    if (projectKey !== undefined) counts.set(projectKey, (counts.get(projectKey) ?? 0) + count);
  return counts;
}
