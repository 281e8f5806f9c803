import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * How many files of a folder share a process at most: to start one and to import the code takes
 * longer than most files do, and code that has run before is faster. Few of those that run a
 * service, so that no group goes on when all others have ended. What isn't named has processes of
 * its own: files that take minutes, or measure their process.
 */
const MAX_GROUP_SIZES: Readonly<Record<string, number>> = {
  agent: 30,
  atlassian: 30,
  browser: 5,
  config: 30,
  contract: 5,
  core: 30,
  jobs: 30,
  scenario: 6,
  scripts: 7,
  security: 7,
  simulator: 30,
  storage: 10,
  web: 30,
};
/** In their long versions these take minutes too. */
const GROUPED_WHEN_SHORT: ReadonlySet<string> = new Set(['browser', 'scenario']);
/** What a file changes for every other file of its process. */
const CHANGES_ITS_PROCESS = /^process\.env\[/m;
const RUN_AS_SUITE = new URL('run-as-suite.ts', import.meta.url).href;

/** Test files, some of which are run together. */
export interface GroupedFiles {
  /** In the order of the files, a group in the place of its first one. */
  files: string[];
  remove: () => void;
}

/**
 * Joins test files into groups of one process each: a file that runs them one after the other
 * stands for each group. The others stay by themselves, and so does one that would be alone in its
 * group. `isLong`: whether tests run in their long versions. `textOf`: what a file says.
 */
export function groupTestFiles(
  files: readonly string[],
  isLong: boolean,
  textOf: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): GroupedFiles {
  const folder = mkdtempSync(path.join(tmpdir(), 'assets-backup-groups-'));
  const grouped = new Map<string, string>();
  const joinable = files.filter((file) => {
    const folder = folderOf(file);
    if (maxSizeIn(folder) === 1 || (isLong && GROUPED_WHEN_SHORT.has(folder))) return false;
    return !CHANGES_ITS_PROCESS.test(textOf(file));
  });
  for (const [number, group] of groupsOf(joinable).entries()) {
    if (group.length === 1) continue;
    const entry = path.join(folder, `group-${number}.test.mjs`);
    writeFileSync(entry, entryOf(group));
    for (const file of group) grouped.set(file, entry);
  }
  return {
    files: [...new Set(files.map((file) => grouped.get(file) ?? file))],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function entryOf(files: readonly string[]): string {
  const calls = files.map((file) => {
    const { href } = pathToFileURL(path.resolve(file));
    return `await runAsSuite('${file}', '${href}');\n`;
  });
  return `import { runAsSuite } from '${RUN_AS_SUITE}';\n${calls.join('')}`;
}

/** The folder below `test`. */
const folderOf = (file: string): string => file.split('/')[1] ?? '';

const maxSizeIn = (folder: string): number => MAX_GROUP_SIZES[folder] ?? 1;

/** By their folders, each dealt out evenly. */
function groupsOf(files: readonly string[]): string[][] {
  return [...Map.groupBy(files, folderOf)].flatMap(([folder, some]) => {
    const count = Math.ceil(some.length / maxSizeIn(folder));
    return Array.from({ length: count }, (_none, group) =>
      some.filter((_file, index) => index % count === group),
    );
  });
}
