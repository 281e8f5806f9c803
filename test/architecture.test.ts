import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { cruise, type IForbiddenRuleType } from 'dependency-cruiser';
import { sourceTree, type Imports } from './support/source/source-tree.ts';

interface Levels {
  forbidden: IForbiddenRuleType[];
}
const { default: levels } = (await import(
  new URL('../.dependency-cruiser.mjs', import.meta.url).href
)) as { default: Levels };
const root = path.resolve(import.meta.dirname, '..');

/** The rules that a tree with these files breaks; each file imports those that it lists. */
async function brokenRules(files: Imports): Promise<string[]> {
  const folders = new Set(Object.keys(files).map((file) => file.split('/')[0]!));
  const { output } = await cruise([...folders], {
    baseDir: sourceTree(files),
    ruleSet: { forbidden: levels.forbidden },
    validate: true,
    tsPreCompilationDeps: true,
  });
  assert.ok(typeof output !== 'string');
  return output.summary.violations.map(({ rule }) => rule.name);
}

const FORBIDDEN: Record<string, Imports> = {
  'core/kernel imports core/runs': {
    'src/core/kernel/a.ts': ['../runs/b.ts'],
    'src/core/runs/b.ts': [],
  },
  'core/backups imports core/compare, which is on a higher level': {
    'src/core/backups/take/a.ts': ['../../compare/b.ts'],
    'src/core/compare/b.ts': [],
  },
  'core imports mongoose': { 'src/core/runs/a.ts': ['mongoose'] },
  'core reads files': { 'src/core/runs/a.ts': ['node:fs'] },
  'web imports storage': {
    'src/web/a.ts': ['../storage/b.ts'],
    'src/storage/b.ts': [],
  },
  'atlassian imports jobs': {
    'src/atlassian/a.ts': ['../jobs/b.ts'],
    'src/jobs/b.ts': [],
  },
  'a kind of site imports another kind': {
    'src/atlassian/data-center/a.ts': ['../cloud/b.ts'],
    'src/atlassian/cloud/b.ts': [],
  },
  'a kind of site that nobody has heard of imports another kind': {
    'src/atlassian/next-kind/a.ts': ['../cloud/b.ts'],
    'src/atlassian/cloud/b.ts': [],
  },
  'what kinds of sites share imports one of them': {
    'src/atlassian/assets/a.ts': ['../cloud/b.ts'],
    'src/atlassian/cloud/b.ts': [],
  },
  'a feature is composed with the service that it is part of': {
    'src/compose/a.ts': ['../app.ts'],
    'src/app.ts': [],
  },
  'the simulator imports the product': {
    'simulator/a.ts': ['../src/core/kernel/b.ts'],
    'src/core/kernel/b.ts': [],
  },
  'two files import each other': {
    'src/core/kernel/a.ts': ['./b.ts'],
    'src/core/kernel/b.ts': ['./a.ts'],
  },
};

for (const [name, files] of Object.entries(FORBIDDEN))
  test(`the check of the levels refuses: ${name}`, async () => {
    assert.notDeepEqual(await brokenRules(files), []);
  });

test('the check of the levels allows what each folder is for', async () => {
  const allowed = {
    'src/core/kernel/a.ts': ['node:crypto', 'zod'],
    'src/core/runs/a.ts': ['../kernel/a.ts'],
    'src/core/use-cases/a.ts': ['../runs/a.ts', '../kernel/a.ts'],
    'src/atlassian/a.ts': ['../core/kernel/a.ts', 'axios'],
    'src/storage/a.ts': ['../core/runs/a.ts', 'mongoose', 'node:fs'],
    'src/jobs/a.ts': ['../core/runs/a.ts', 'node-cron'],
    'src/web/a.ts': ['../core/use-cases/a.ts', 'express'],
    'simulator/a.ts': ['node:fs'],
  };
  assert.deepEqual(await brokenRules(allowed), []);
});

const sourceFiles = globSync('src/**/*.ts', { cwd: root }).filter(
  (file) => !file.endsWith('.d.ts'),
);
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

test('only config reads the environment', () => {
  const allowed = (file: string) =>
    file === 'src/config.ts' ||
    file.startsWith('src/config/') ||
    file.startsWith('src/storage/embedded/') ||
    file.startsWith('src/web/identity/connect/');
  assert.deepEqual(
    sourceFiles.filter((file) => /process\.env\b/.test(textOf(file)) && !allowed(file)),
    [],
  );
});

test('there are no barrels, drawers or default exports', () => {
  assert.deepEqual(
    sourceFiles.filter((file) =>
      /(^|\/)(index|utils?|helpers?|common|types|lib|manager)(\.ts|\/)/.test(file),
    ),
    [],
  );
  assert.deepEqual(
    sourceFiles.filter((file) => /^export default /m.test(textOf(file))),
    [],
  );
});
