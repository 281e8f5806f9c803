/**
 * What to run before every commit, and what `npm test` runs first: format, types, lint, levels,
 * structure and unused exports. Two steps at a time; what a step prints is shown when it has
 * failed.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';

interface Step {
  name: string;
  command: string;
  arguments: string[];
}

const AT_A_TIME = 2;
const CACHE = 'node_modules/.cache/check';
const CODE = ['src', 'simulator', 'scripts', 'bench', 'test', 'public', 'forge/page'];

function checkTypes(project: string, cacheName: string): string[] {
  const buildInfo = `${CACHE}/${cacheName}.tsbuildinfo`;
  return ['--noEmit', '-p', project, '--incremental', '--tsBuildInfoFile', buildInfo];
}

const STEPS: Step[] = [
  { name: 'types', command: 'tsc', arguments: checkTypes('tsconfig.json', 'types') },
  { name: 'format', command: process.execPath, arguments: ['scripts/format.ts', '--check'] },
  { name: 'lint', command: 'oxlint', arguments: ['--type-aware', '--deny-warnings', ...CODE] },
  {
    name: 'levels',
    command: 'depcruise',
    arguments: ['--config', '.dependency-cruiser.mjs', 'src', 'simulator', 'bench', 'scripts'],
  },
  { name: 'structure', command: process.execPath, arguments: ['scripts/check-structure.ts'] },
  { name: 'unused exports', command: 'knip', arguments: ['--no-progress'] },
  {
    name: 'types of the browser code',
    command: 'tsc',
    arguments: checkTypes('public/tsconfig.json', 'browser-types'),
  },
  {
    name: 'types of the page of the Forge app',
    command: 'tsc',
    arguments: checkTypes('forge/page/tsconfig.json', 'forge-page-types'),
  },
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

mkdirSync(CACHE, { recursive: true });
const queue = [...STEPS];
const results = await Promise.all(Array.from({ length: AT_A_TIME }, () => runSteps(queue)));
process.exitCode = results.every(Boolean) ? 0 : 1;
