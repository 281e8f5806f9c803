import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

/** A file and what it imports. */
export type Imports = Record<string, string[]>;

/** Writes files that do nothing but import to a folder of their own, removed after the tests. */
export function sourceTree(files: Imports): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'assets-backup-tree-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [file, imports] of Object.entries(files)) {
    const place = path.join(folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, [...imports.map((from) => `import '${from}';`), 'export {};'].join('\n'));
  }
  return folder;
}
