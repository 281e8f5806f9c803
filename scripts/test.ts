/**
 * Runs the tests: `all` (what `npm test` means: the check first, then every test but the long
 * ones), `fast` (no server, no browser), `long` (those that take minutes, and the random ones at
 * length), `compat` (what leans on the database, on an independent server), `fresh` (what somebody
 * meets on a machine of their own). Files that are named run alone. A few embedded servers serve
 * the whole run; each test file makes a database of its own in one of them. The same goes for
 * buckets.
 */
import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { findMongod } from '../src/storage/embedded/find-mongod.ts';
import { installSecantus } from '../src/storage/embedded/secantus.ts';
import {
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from '../src/storage/embedded/start-embedded-database.ts';
import { leaveOutTests, needsBuckets } from './testing/leave-out-tests.ts';
import { orderTestFiles } from './testing/order-test-files.ts';
import { startFerretDb } from './testing/start-ferret-db.ts';
import { startMoto } from './testing/start-moto.ts';
import { TEST_SETS, type TestSet } from './testing/test-sets.ts';

/** Each process of tests compiles what it imports, but for what is kept here. */
const COMPILED = path.resolve('node_modules/.cache/compiled');
const OPTIONS = [
  '--import=./scripts/testing/follow-tests-alone.ts',
  // No package here is a link: looking for them is a seventh of what a process takes to start.
  '--preserve-symlinks',
];
const RUNNER = 'scripts/testing/run-test-files.ts';
/** Many tests wait more than they compute. */
const FILES_AT_ONCE = 3 * availableParallelism();
let isGivenUp = false;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** One server does one thing at a time, whatever the machine has. */
const MAX_DATABASES = 2;

const databasesFor = (files: string[]): number => Math.min(files.length, MAX_DATABASES);

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

/**
 * The test files that were asked for. A name that stands for none is a mistake, not all of them.
 */
function findFiles(set: TestSet, wanted: string[]): string[] {
  if (wanted.length === 0) return globSync(set.globs).sort();
  const files = wanted.flatMap((pattern) => {
    const found = globSync(pattern).filter((file) => file.endsWith('.test.ts'));
    if (found.length === 0) fail(`No test file is called ${pattern}.`);
    return found;
  });
  return [...new Set(files)].sort();
}

async function passesCheck(): Promise<boolean> {
  const check = spawn(process.execPath, ['scripts/check.ts'], { stdio: 'inherit' });
  const status = await new Promise<number | null>((resolve) => check.on('exit', resolve));
  return status === 0;
}

/**
 * Installs what is missing, and leaves out what cannot run without it: for the first run, most of
 * which is waiting for downloads.
 */
async function prepare({ needsDatabase, postgresUrl }: TestSet, all: string[]): Promise<string[]> {
  const files = await leaveOutTests(all);
  const isEmbedded = needsDatabase && !postgresUrl;
  if (isEmbedded && !(await findMongod(() => undefined)))
    await installSecantus((line) => console.log(line));
  return files;
}

/** One after the other: the first one may have to be installed. */
async function startDatabases(
  { postgresUrl }: TestSet,
  dataDir: string,
  count: number,
): Promise<Pick<EmbeddedDatabase, 'uri' | 'stop'>[]> {
  if (postgresUrl) return [await startFerretDb(postgresUrl, dataDir, (line) => console.log(line))];
  const databases: EmbeddedDatabase[] = [];
  for (let number = 1; number <= count; number += 1) {
    const options = { dataDir: path.join(dataDir, String(number)), isThrowaway: true };
    databases.push(await startEmbeddedDatabase({ ...options, log: (line) => console.log(line) }));
  }
  return databases;
}

/** A run of some files, with what it adds to the environment. */
interface Pass {
  files: string[];
  environment: Record<string, string>;
  filesAtOnce: number;
  /** What is said before it, if others run before it. */
  title?: string;
}

async function runPasses(set: TestSet, passes: Pass[]): Promise<number> {
  const files = passes.flatMap((pass) => pass.files);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'assets-backup-test-'));
  const databases = await startDatabases(set, dataDir, set.needsDatabase ? databasesFor(files) : 0);
  const uris = databases.map(({ uri }) => uri).join(' ');
  const database = uris === '' ? {} : { TEST_MONGODB_URIS: uris };
  const buckets = files.some(needsBuckets) ? await startMoto() : undefined;
  const endpoint = buckets ? { TEST_S3_ENDPOINT: buckets.endpoint } : {};
  let worst = 0;
  for (const pass of passes) {
    if (isGivenUp) break;
    if (pass.title) console.log(`${pass.title}: ${pass.files.length} files.`);
    const environment = { ...pass.environment, ...database, ...endpoint };
    worst = Math.max(worst, await runPass(set, { ...pass, environment }));
  }
  await buckets?.stop();
  await Promise.all(databases.map((each) => each.stop()));
  rmSync(dataDir, { recursive: true, force: true });
  return worst;
}

async function runPass(set: TestSet, { files, environment, filesAtOnce }: Pass): Promise<number> {
  const how = [String(filesAtOnce), String(set.minutesAProcess * 60_000)];
  const child = spawn(process.execPath, [...OPTIONS, RUNNER, ...how, ...orderTestFiles(files)], {
    stdio: 'inherit',
    env: {
      NODE_COMPILE_CACHE: COMPILED,
      ...process.env,
      ...set.environment,
      ...environment,
      NODE_ENV: 'test',
    },
  });
  const end = (signal: NodeJS.Signals): void => {
    isGivenUp = true;
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  const status = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  for (const signal of SIGNALS) process.off(signal, end);
  return status ?? 1;
}

/** Files that are named run once, by the door and on the kind of site that the environment says. */
function passesOf(
  { alone = [], throughForge = [], onDataCenter = [] }: TestSet,
  files: string[],
  areNamed: boolean,
): Pass[] {
  const together = { environment: {}, filesAtOnce: FILES_AT_ONCE };
  if (areNamed) return [{ ...together, files }];
  const gone = [...alone, ...onDataCenter].find((file) => !files.includes(file));
  if (gone !== undefined)
    fail(`${gone} is named in scripts/testing/test-sets.ts, and isn't there.`);
  const throughDoor = files.filter((file) =>
    throughForge.some((glob) => path.matchesGlob(file, glob)),
  );
  const passes: Pass[] = [
    { ...together, files: files.filter((file) => !alone.includes(file)) },
    { ...together, files: alone, filesAtOnce: 1, title: 'One at a time' },
    {
      ...together,
      files: throughDoor,
      environment: { DOOR: 'forge' },
      title: "Once more, through Forge's door",
    },
    {
      ...together,
      files: onDataCenter,
      environment: { SITE_KIND: 'data-center' },
      title: 'Once more, on Data Center',
    },
  ];
  return passes.filter((pass) => pass.files.length > 0);
}

const [name = 'all', ...wanted] = process.argv.slice(2);
const set = TEST_SETS[name];
if (!set) fail(`No set of tests is called "${name}". Sets: ${Object.keys(TEST_SETS).join(', ')}.`);
if (name === 'compat' && !set.postgresUrl)
  fail('Set TEST_POSTGRES_URL to a PostgreSQL with the documentdb extension (CONTRIBUTING.md).');
const files = findFiles(set, wanted);
const isChecked = name === 'all' && wanted.length === 0;
const [check, preparation] = await Promise.allSettled([
  isChecked ? passesCheck() : true,
  prepare(set, files),
]);
if (check.status === 'rejected' || !check.value) fail('The check failed; the tests were not run.');
if (preparation.status === 'rejected') throw preparation.reason;
const runnable = preparation.value;
const passes = passesOf(set, runnable, wanted.length > 0);
process.exit(runnable.length === 0 ? 0 : await runPasses(set, passes));
