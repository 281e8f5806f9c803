import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * They compute for moments: what takes long is to start a process and to import the code. Others
 * start processes, or empty a database before each test of their process.
 */
const OF_MOMENTS = /^test\/(core|atlassian|web|simulator)\//;
/** As long as one that runs a service, so that none goes on when all others have ended. */
const MAX_GROUP_SIZE = 30;

/** Test files, some of which are run together. */
export interface GroupedFiles {
  /** In the order of the files, a group in the place of its first one. */
  files: string[];
  remove: () => void;
}

/**
 * Joins the files that take moments into groups of one process each: a file of imports stands for
 * each group. The others stay by themselves, and so does one that would be alone in its group.
 */
export function groupTestFiles(files: readonly string[]): GroupedFiles {
  const folder = mkdtempSync(path.join(tmpdir(), 'assets-backup-groups-'));
  const grouped = new Map<string, string>();
  const groups = groupsOf(files.filter((file) => OF_MOMENTS.test(file)));
  for (const [number, group] of groups.entries()) {
    if (group.length === 1) continue;
    const entry = path.join(folder, `group-${number}.test.mjs`);
    const imports = group.map((file) => `import '${pathToFileURL(path.resolve(file)).href}';\n`);
    writeFileSync(entry, imports.join(''));
    for (const file of group) grouped.set(file, entry);
  }
  return {
    files: [...new Set(files.map((file) => grouped.get(file) ?? file))],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** By their folder below `test`, each dealt out evenly. */
function groupsOf(files: readonly string[]): string[][] {
  const byFolder = Map.groupBy(files, (file) => file.split('/')[1]);
  return [...byFolder.values()].flatMap((some) => {
    const count = Math.ceil(some.length / MAX_GROUP_SIZE);
    return Array.from({ length: count }, (_none, group) =>
      some.filter((_file, index) => index % count === group),
    );
  });
}
