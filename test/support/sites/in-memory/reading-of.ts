import { NotedList } from '../../../../src/core/backups/reading/noted-list.ts';
import type { ReadingState } from '../../../../src/core/backups/reading/part-reading.ts';
import {
  BackupReading,
  type ReadingOptions,
} from '../../../../src/core/backups/take/backup-reading.ts';
import { ProgressMeter } from '../../../../src/core/runs/progress-meter.ts';
import { SteppingClock } from '../../clocks/stepping-clock.ts';
import { MemoryWriter } from './memory-writer.ts';
import type { PretendSite } from './pretend-site.ts';

interface From extends Pick<ReadingOptions, 'mayBeEmpty' | 'parts'> {
  /** How many objects of each type an earlier attempt has read. */
  contiguous?: Record<string, number>;
  clock?: SteppingClock;
  /** By the clock of the first attempt, ms. */
  startedAtMs?: number;
}

/** The reading of a schema of any site into what a writer of any kind keeps. */
export function readingInto(
  { site, schemaId }: Pick<ReadingOptions, 'site' | 'schemaId'>,
  writer: ReadingOptions['writer'],
  { contiguous = {}, clock = new SteppingClock(), startedAtMs, ...options }: From = {},
): { run: BackupReading; state: ReadingState } {
  const state: ReadingState = {
    contiguous,
    unsaved: new NotedList(),
    kept: new NotedList(),
    lost: new NotedList(),
  };
  const run = new BackupReading({
    site,
    schemaId,
    writer,
    meter: new ProgressMeter(clock, ''),
    signal: new AbortController().signal,
    clock,
    startedAtMs: startedAtMs ?? clock.now(),
    state,
    afterPage: async () => undefined,
    ...options,
  });
  return { run, state };
}

/** The reading of a pretend site into memory. */
export const readingOf = (site: PretendSite, writer = new MemoryWriter(), from: From = {}) => ({
  writer,
  ...readingInto({ site, schemaId: site.schemaId }, writer, from),
});

/** Ids of the objects that were put, in their order. */
export const objectIds = (writer: MemoryWriter): string[] =>
  [...writer.records.values()]
    .filter((record) => record.kind === 'object')
    .map((record) => record.id)
    .sort((a, b) => Number(a) - Number(b));

/** Ids of the objects that the site has, in their order. */
export const siteIds = (site: PretendSite): string[] =>
  [...site.objectsOf.values()]
    .flat()
    .map((object) => object.id)
    .sort((a, b) => Number(a) - Number(b));
