/**
 * How long it takes to delete very many backups in one go. They are of several schemas, each
 * leaning on the one before: taking the next backup of a schema counts those that it has.
 */
import { BenchService } from '../support/bench-service.ts';
import { startLargeSite } from '../support/large-site.ts';
import type { Reading } from '../support/measurement.ts';

const OBJECTS = 20;
const SCHEMAS = 20;
const OF_EACH = 50;
const DELETED = SCHEMAS * OF_EACH;
const MAX_MS = 30_000;

/** @throws Damaged when a backup that stays can't be read afterwards */
export async function deleteManyBackups(uri: string): Promise<Reading> {
  const { simulator, schema, recordAnswers } = await startLargeSite(OBJECTS);
  const service = await BenchService.open(uri);
  const answers = recordAnswers();
  const doomed: string[] = [];
  const staying: string[] = [];
  for (let at = 1; at <= SCHEMAS; at += 1) {
    const take = async () => (await service.backUp(answers.open(), schema, `site-${at}`)).id;
    for (let made = 0; made < OF_EACH; made += 1) doomed.push(await take());
    staying.push(await take());
    console.error(`  ${doomed.length} of ${DELETED} backups made`);
  }
  const from = performance.now();
  await service.delete(doomed);
  const ms = performance.now() - from;
  for (const id of staying) await service.readAll(id);
  await service.close();
  await simulator.close();
  return {
    what: `${DELETED} backups of ${SCHEMAS} schemas deleted at once, the newest of each read afterwards`,
    aim: `≤ ${MAX_MS / 1000} s`,
    reading: `${(ms / 1000).toFixed(1)} s`,
    met: ms <= MAX_MS,
  };
}
