/**
 * `npm run bench -- NAMES`, or `all`: each measurement is a ratio in one run, against the floor
 * that it names. Prints aim and reading.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedDatabase } from '../src/storage/embedded/start-embedded-database.ts';
import { UsageError } from '../simulator/read-options.ts';
import { chooseMeasurements } from './choose-measurements.ts';
import type { Measurement, Reading } from './support/measurement.ts';

function readCommandLine(): [string, Measurement][] {
  try {
    return chooseMeasurements(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

const chosen = readCommandLine();
const dataDir = mkdtempSync(path.join(tmpdir(), 'assets-backup-bench-'));
const database = await startEmbeddedDatabase({ dataDir });
const readings: Reading[] = [];
for (const [each, measure] of chosen) {
  const from = performance.now();
  console.error(`measuring ${each} …`);
  for await (const reading of await measure(database.uri)) {
    console.error(`  ${reading.what}: ${reading.reading}`);
    readings.push(reading);
  }
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
