import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { agentSettingsTable } from '../../src/config/agent-settings.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const BIN = 'backup-agent.js';
/** Where it is in the project as well: it looks for its version in the package.json above it. */
const MAIN = 'src/agent/main';
const LICENSES = 'LICENSES.txt';
/** Packages of CommonJS ask for Node's own modules by it. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

interface ProjectPackage {
  name: string;
  version: string;
  license: string;
  engines: object;
}

/**
 * Writes a package with the agent alone, in one file: where npx puts packages, Node runs no
 * TypeScript, and whoever runs the agent needs nothing of the service.
 */
export async function buildAgentPackage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, path.dirname(MAIN)), { recursive: true });
  copyFileSync(path.join(import.meta.dirname, BIN), path.join(folder, BIN));
  const { metafile } = await build({
    entryPoints: [path.join(ROOT, `${MAIN}.ts`)],
    outfile: path.join(folder, `${MAIN}.js`),
    bundle: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    banner: { js: REQUIRE },
    logLevel: 'warning',
    absWorkingDir: ROOT,
  });
  writeFileSync(path.join(folder, LICENSES), licensesOf(Object.keys(metafile.inputs)));
  writeFileSync(path.join(folder, 'package.json'), packageJson());
  writeFileSync(path.join(folder, 'README.md'), readMe());
}

function packageJson(): string {
  const project = JSON.parse(
    readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
  ) as ProjectPackage;
  const { name, version, license, engines } = project;
  const made = {
    name: `${name}-agent`,
    version,
    description: 'Carries calls of Backup & Migration for Assets to one Jira Data Center',
    license,
    type: 'module',
    engines,
    bin: { 'backup-agent': BIN },
    files: [BIN, `${MAIN}.js`, LICENSES],
  };
  return `${JSON.stringify(made, null, 2)}\n`;
}

function readMe(): string {
  const rows = agentSettingsTable.map(
    ({ name, fallback, about, secret }) =>
      `| \`${name}\`${secret ? ' (secret)' : ''} | ${fallback || '–'} | ${about} |`,
  );
  return [
    '# Agent of Backup & Migration for Assets',
    '',
    'Runs in a network that the service does not reach, and carries its calls to one Jira Data Center.',
    'Settings come from the environment, or from a file `agent.env` in the current folder. Of a secret,',
    'the name with `_FILE` behind it may name a file that holds it.',
    '',
    '| name | default | meaning |',
    '| ---- | ------- | ------- |',
    ...rows,
    '',
  ].join('\n');
}

/** What the packages in the bundle ask to be told. */
function licensesOf(files: readonly string[]): string {
  const names = files.flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [],
  );
  const told = [...new Set(names)].sort().map((name) => `${name}\n\n${licenseOf(name)}`);
  return `${told.join('\n\n')}\n`;
}

function licenseOf(name: string): string {
  const folder = path.join(ROOT, 'node_modules', name);
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${name} has no license: look for it, or leave it out.`);
  return readFileSync(path.join(folder, file), 'utf8').trim();
}
