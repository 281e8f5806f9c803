import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

/** The import table of ARCHITECTURE.md: a folder (longest match wins) → the folders and packages that it may import. */
const TABLE: Record<string, { folders: string[]; packages: RegExp }> = {
  'src/core': { folders: ['src/core'], packages: /^(zod|cron-parser|node:crypto)$/ },
  'src/atlassian': {
    folders: ['src/core', 'src/atlassian'],
    packages: /^(axios|zod|atlassian-jwt|node:.*)$/,
  },
  'src/storage': {
    folders: ['src/core', 'src/storage'],
    packages: /^(mongoose|mongodb-memory-server-core|zod|node:.*)$/,
  },
  'src/storage/sealing': {
    folders: [
      'src/core',
      'src/storage/sealing',
      'src/storage/translate-error.ts',
      'src/storage/stored-bytes.ts',
    ],
    packages: /^(mongoose|node:.*)$/,
  },
  'src/storage/vault': {
    folders: [
      'src/core',
      'src/storage/vault',
      'src/storage/sealing',
      'src/storage/translate-error.ts',
      'src/storage/stored-bytes.ts',
    ],
    packages: /^(mongoose|zod|node:.*)$/,
  },
  'src/jobs': { folders: ['src/core', 'src/jobs'], packages: /^(node-cron|node:.*)$/ },
  'src/web': {
    folders: ['src/core', 'src/web'],
    packages:
      /^(express|express-rate-limit|atlassian-connect-express|atlassian-jwt|jsonwebtoken|helmet|handlebars|cronstrue|zod|node:.*)$/,
  },
  'src/web/identity/connect': {
    folders: ['src/core', 'src/web'],
    packages:
      /^(express|express-rate-limit|atlassian-connect-express|atlassian-jwt|jsonwebtoken|zod|node:.*)$/,
  },
  'src/app.ts': { folders: ['src'], packages: /.*/ },
  'src/run-kinds.ts': { folders: ['src/core'], packages: /^$/ },
  'src/main.ts': { folders: ['src'], packages: /.*/ },
  'src/config.ts': { folders: ['src/config.ts', 'src/config'], packages: /^(zod|node:.*)$/ },
  'src/config': { folders: ['src/config'], packages: /^(zod|node:.*)$/ },
  'src/create-log.ts': { folders: ['src/create-log.ts'], packages: /^(pino|node:.*)$/ },
  'src/jobs/housekeeping.ts': { folders: ['src/core'], packages: /^node:.*$/ },
  'src/development-key-ring.ts': { folders: [], packages: /^node:.*$/ },
  'src/clock.ts': { folders: ['src/core'], packages: /^node:.*$/ },
  simulator: { folders: ['simulator'], packages: /.*/ },
};

const root = path.resolve(import.meta.dirname, '..');
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;

function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'),
    )
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function ruleFor(file: string): [string, (typeof TABLE)[string]] | undefined {
  return Object.entries(TABLE)
    .filter(([place]) => file === place || file.startsWith(`${place}/`))
    .sort(([a], [b]) => b.length - a.length)[0];
}

function violations(files: string[]): string[] {
  const found: string[] = [];
  for (const file of files) {
    const rule = ruleFor(file);
    if (!rule) {
      found.push(`${file}: no rule in the import table`);
      continue;
    }
    for (const target of importsOf(file)) {
      if (target.startsWith('.')) {
        const resolved = path.relative(root, path.resolve(root, path.dirname(file), target));
        if (
          !rule[1].folders.some(
            (folder) => resolved === folder || resolved.startsWith(`${folder}/`),
          )
        )
          found.push(`${file} imports ${resolved}`);
      } else if (
        !rule[1].packages.test(
          target.replace(/^((?:@[^/]+\/)?[^/]+)\/.*/, (all, name: string) =>
            target.startsWith('node:') ? all : name,
          ),
        )
      ) {
        found.push(`${file} imports package ${target}`);
      }
    }
  }
  return found;
}

test('every import is one that the table in ARCHITECTURE.md allows', () => {
  assert.deepEqual(violations([...sourceFiles('src'), ...sourceFiles('simulator')]), []);
});

test('the check sees a forbidden import', () => {
  assert.equal(ruleFor('src/core/storages/record.ts')?.[0], 'src/core');
  assert.ok(!ruleFor('src/core/x.ts')![1].packages.test('mongoose'));
  assert.ok(!ruleFor('src/web/x.ts')![1].folders.includes('src/storage'));
});

test('only config reads the environment', () => {
  const readers = sourceFiles('src').filter((file) =>
    /process\.env\b/.test(readFileSync(path.join(root, file), 'utf8')),
  );
  const allowed = (file: string) =>
    file === 'src/config.ts' ||
    file.startsWith('src/config/') ||
    file.startsWith('src/storage/embedded/') ||
    file.startsWith('src/web/identity/connect/');
  assert.deepEqual(
    readers.filter((file) => !allowed(file)),
    [],
  );
});

test('there are no barrels, drawers or default exports', () => {
  const files = sourceFiles('src');
  assert.deepEqual(
    files.filter((file) =>
      /(^|\/)(index|utils?|helpers?|common|types|lib|manager)(\.ts|\/)/.test(file),
    ),
    [],
  );
  assert.deepEqual(
    files.filter((file) => /^export default /m.test(readFileSync(path.join(root, file), 'utf8'))),
    [],
  );
});
