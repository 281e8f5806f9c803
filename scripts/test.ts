/**
 * Runs the tests: `all` (what `npm test` means), `fast` (no server, no browser), `long` (the random ones at length).
 * One embedded database serves the whole run; each test file makes a database of its own in it.
 */
import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedDatabase } from '../src/storage/embedded/start-embedded-database.ts';

const FAST = [
  'test/*.test.ts',
  'test/core/**/*.test.ts',
  'test/atlassian/**/*.test.ts',
  'test/web/**/*.test.ts',
  'test/simulator/**/*.test.ts',
  'test/jobs/**/*.test.ts',
  'test/config/**/*.test.ts',
];
const SETS: Record<string, { globs: string[]; database: boolean; env: Record<string, string> }> = {
  fast: { globs: FAST, database: false, env: {} },
  all: { globs: ['test/**/*.test.ts'], database: true, env: {} },
  long: { globs: ['test/scenario/**/*.test.ts'], database: true, env: { TEST_LONG: '1' } },
};

const name = process.argv[2] ?? 'all';
const set = SETS[name];
if (!set) {
  console.error(
    `There is no set of tests called "${name}". Use one of: ${Object.keys(SETS).join(', ')}.`,
  );
  process.exit(2);
}
const wanted = process.argv.slice(3);
const files = globSync(wanted.length > 0 ? wanted : set.globs).sort();
const dataDir = mkdtempSync(path.join(tmpdir(), 'assets-backup-test-'));
const database = set.database
  ? await startEmbeddedDatabase({ dataDir, log: (line) => console.log(line) })
  : undefined;

const child = spawn(
  process.execPath,
  ['--test', '--test-concurrency=2', '--test-timeout=600000', ...files],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...set.env,
      NODE_ENV: 'test',
      ...(database ? { TEST_MONGODB_URI: database.uri } : {}),
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', async (code) => {
  await database?.stop();
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(code ?? 1);
});
