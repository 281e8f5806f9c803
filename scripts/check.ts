/** Types, lint, architecture and fast tests, in under a minute: what to run before every commit. */
import { spawnSync } from 'node:child_process';

const STEPS: [string, string, string[]][] = [
  ['types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']],
  ['types of the browser code', 'tsc', ['--noEmit', '-p', 'public/tsconfig.json']],
  ['lint', 'oxlint', ['--deny-warnings', 'src', 'simulator', 'scripts', 'bench', 'test', 'public']],
  ['fast tests', process.execPath, ['scripts/test.ts', 'fast']],
];

let failed = false;
for (const [name, command, args] of STEPS) {
  const startedAt = performance.now();
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
