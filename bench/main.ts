/**
 * `npm run bench -- NAME`, or `all`: each measurement is a ratio in one run, against the floor that
 * it names. Prints aim and reading.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedDatabase } from '../src/storage/embedded/start-embedded-database.ts';
import type { Reading } from './measurement.ts';
import { MEASUREMENTS } from './measurements.ts';

const name = process.argv[2] ?? 'all';
const chosen =
  name === 'all'
    ? Object.entries(MEASUREMENTS)
    : Object.entries(MEASUREMENTS).filter(([each]) => each === name);
if (chosen.length === 0) {
  console.error(
    `There is no measurement "${name}". Use all, or one of: ${Object.keys(MEASUREMENTS).join(', ')}.`,
  );
  process.exit(2);
}
const dataDir = mkdtempSync(path.join(tmpdir(), 'assets-backup-bench-'));
const database = await startEmbeddedDatabase({ dataDir });
const readings: Reading[] = [];
for (const [each, measure] of chosen) {
  const from = performance.now();
  console.error(`measuring ${each} …`);
  readings.push(...(await measure(database.uri)));
  console.error(`${each} took ${((performance.now() - from) / 1000).toFixed(0)} s`);
}
await database.stop();
rmSync(dataDir, { recursive: true, force: true });
console.log(
  `\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, database ${database.kind}\n`,
);
console.log('| what | aim | reading | met |\n|---|---|---|---|');
for (const { what, aim, reading, met } of readings)
  console.log(`| ${what} | ${aim} | ${reading} | ${met ? 'yes' : 'no'} |`);
process.exit(0);
