/**
 * What to run before every commit, and what `npm test` runs first: format, types, lint, levels,
 * structure and unused exports. Two steps at a time; what a step prints is shown when it has
 * failed.
 */
import { spawn } from 'node:child_process';

interface Step {
  name: string;
  command: string;
  arguments: string[];
}

const AT_A_TIME = 2;
const CODE = ['src', 'simulator', 'scripts', 'bench', 'test', 'public', 'forge/page'];

const STEPS: Step[] = [
  { name: 'format', command: process.execPath, arguments: ['scripts/format.ts', '--check'] },
  {
    // It finds the tsconfig.json of each file, and knows its types by TypeScript's own compiler.
    name: 'types and lint',
    command: 'oxlint',
    arguments: ['--type-aware', '--type-check', '--deny-warnings', ...CODE],
  },
  {
    name: 'levels',
    command: 'depcruise',
    arguments: ['--config', '.dependency-cruiser.mjs', 'src', 'simulator', 'bench', 'scripts'],
  },
  { name: 'structure', command: process.execPath, arguments: ['scripts/check-structure.ts'] },
  { name: 'unused exports', command: 'knip', arguments: ['--no-progress'] },
];

/** Runs one step. @returns whether it passed */
async function runStep(step: Step): Promise<boolean> {
  const startedAt = performance.now();
  const child = spawn(step.command, step.arguments, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const status = await new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      output.push(Buffer.from(`${error.message}. Run npm ci first.\n`));
      resolve(null);
    });
    child.on('close', resolve);
  });
  const passed = status === 0;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (!passed || step.name === 'structure') process.stdout.write(Buffer.concat(output));
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)`);
  return passed;
}

/** Takes steps from the queue until none is left. @returns whether all of these passed */
async function runSteps(queue: Step[]): Promise<boolean> {
  let allPassed = true;
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const passed = await runStep(step);
    allPassed &&= passed;
  }
  return allPassed;
}

const queue = [...STEPS];
const results = await Promise.all(Array.from({ length: AT_A_TIME }, () => runSteps(queue)));
process.exitCode = results.every(Boolean) ? 0 : 1;
