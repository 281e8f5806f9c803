import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * They compute for moments: what takes long is to start a process and to import the code. Others
 * start processes, or run a service that goes on until its process ends. How many share a process:
 * together they take as long as a file that runs a service, so that none goes on when all others
 * have ended.
 */
const MAX_GROUP_SIZES: Readonly<Record<string, number>> = {
  core: 30,
  atlassian: 30,
  web: 30,
  simulator: 30,
  storage: 8,
};
/** What holds for every test of the process, those of other files among them. */
const FOR_THE_PROCESS = /\b(?:beforeEach|afterEach|countQueries)\(|\/restore-store-rig\.ts'/;

/** Test files, some of which are run together. */
export interface GroupedFiles {
  /** In the order of the files, a group in the place of its first one. */
  files: string[];
  remove: () => void;
}

/**
 * What imports the files of a group. node:test runs every `after` as soon as all tests that it has
 * heard of have ended: where those of one file are quick and the next file still waits for its
 * database, it would be closed before its tests begin. So none begins before all files are read.
 */
const entryOf = (urls: readonly string[]): string => `import { before } from 'node:test';
const read = Promise.withResolvers();
before(() => read.promise);
${urls.map((url) => `await import('${url}');\n`).join('')}read.resolve();
`;

/**
 * Joins the files that take moments into groups of one process each: a file of imports stands for
 * each group. The others stay by themselves, and so does one that would be alone in its group.
 * `textOf`: what a file says.
 */
export function groupTestFiles(
  files: readonly string[],
  textOf: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): GroupedFiles {
  const folder = mkdtempSync(path.join(tmpdir(), 'assets-backup-groups-'));
  const grouped = new Map<string, string>();
  const joinable = files.filter(
    (file) => maxSizeIn(folderOf(file)) > 1 && !FOR_THE_PROCESS.test(textOf(file)),
  );
  const groups = groupsOf(joinable);
  for (const [number, group] of groups.entries()) {
    if (group.length === 1) continue;
    const entry = path.join(folder, `group-${number}.test.mjs`);
    writeFileSync(entry, entryOf(group.map((file) => pathToFileURL(path.resolve(file)).href)));
    for (const file of group) grouped.set(file, entry);
  }
  return {
    files: [...new Set(files.map((file) => grouped.get(file) ?? file))],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
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
