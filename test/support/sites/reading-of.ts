import { NotedList } from '../../../src/core/backups/noted-list.ts';
import type { ReadingState } from '../../../src/core/backups/part-reading.ts';
import { BackupReading } from '../../../src/core/backups/take/backup-reading.ts';
import { ProgressMeter } from '../../../src/core/runs/progress-meter.ts';
import { SteppingClock } from '../clocks/stepping-clock.ts';
import { MemoryWriter } from './memory-writer.ts';
import type { PretendSite } from './pretend-site.ts';

/** The reading of a pretend site, from its beginning or from where `contiguous` says. */
export function readingOf(
  site: PretendSite,
  writer = new MemoryWriter(),
  contiguous: Record<string, number> = {},
  mayBeEmpty = false,
) {
  const clock = new SteppingClock();
  const state: ReadingState = {
    contiguous,
    unsaved: new NotedList(),
    kept: new NotedList(),
    lost: new NotedList(),
  };
  const run = new BackupReading({
    site,
    schemaId: site.schemaId,
    writer,
    meter: new ProgressMeter(clock, ''),
    signal: new AbortController().signal,
    clock,
    startedAtMs: clock.now(),
    state,
    afterPage: async () => undefined,
    mayBeEmpty,
  });
  return { run, writer, state };
}

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
