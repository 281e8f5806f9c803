import { z } from 'zod';
import type { HistoryReader } from '../../../assets/ports/parts/history-reader.ts';
import type { HistoryEntry } from '../../../assets/model/history-entry.ts';
import type { Available } from '../../../assets/ports/site/available.ts';
import { counted } from '../../../kernel/counted.ts';
import { Damaged, ProductError, Refused } from '../../../kernel/errors.ts';
import type { BackupRecord } from '../../../storages/records/backup-record.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import { asJson } from '../../../kernel/json/json-value.ts';
import { askObjects } from '../../reading/ask-objects.ts';
import type { BackgroundReading, PartOutcome } from '../../reading/background-part.ts';
import { outcomeOfMissing } from '../../reading/outcome-of-missing.ts';
import { historyKey, historyRecord, type HistoryOwner } from './history-record.ts';

/** Objects that are dealt with before the next ones are: what is held of them is bounded by it. */
const BATCH = 200;
/** Histories of the base that are open at once: each may be long. */
const OPENED_AT_ONCE = 20;

const Owner = z.object({ updated: z.string().catch('') });

/** How far an interrupted reading had come, in objects of the backup in their order. */
const State = z.object({
  done: z.number(),
  refused: z.number(),
  /** Refused ones of which the base has an older history. */
  older: z.number().default(0),
  /** What the site said last. */
  why: z.string().default(''),
  /** The last object whose history was given. */
  given: z.string().optional(),
});
type State = z.infer<typeof State>;

/**
 * Reads the history of every object of the backup, one call each. An object that has not changed
 * since the base, which has its history, is not asked for.
 */
export async function readHistory(reading: BackgroundReading): Promise<PartOutcome | void> {
  const { readers, backup, meter, save } = reading;
  const { history } = readers;
  if (!history)
    throw new Refused('part-unavailable', "History can't be read from this kind of site.");
  const state = State.catch({ done: 0, refused: 0, older: 0, why: '' }).parse(reading.state);
  const { total } = await backup.entries({ kind: 'object', limit: 0 });
  meter.set({ done: state.done, total });
  await save(() => asJson(state));
  for await (const owners of batchesOf(backup, state.done)) {
    await readBatch(reading, history, owners, state);
    state.done += owners.length;
    meter.set({ done: state.done });
    await save(() => asJson(state));
  }
  const { refused, older, why } = state;
  const words = `The history of ${counted(refused, 'object')}`;
  const kept = ` What the previous backup has of ${counted(older, 'object')} is kept.`;
  const reason = older > 0 ? why + kept : why;
  return outcomeOfMissing({ asked: total, missing: refused, why: reason, words });
}

async function* batchesOf(backup: BackupReader, skipped: number): AsyncGenerator<HistoryOwner[]> {
  let batch: HistoryOwner[] = [];
  let at = 0;
  for await (const { type, id, label, body } of backup.records({ kind: 'object' })) {
    at += 1;
    if (at <= skipped) continue;
    const { updated } = Owner.catch({ updated: '' }).parse(body);
    batch.push({ typeId: type, id, label, updated });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function readBatch(
  reading: BackgroundReading,
  history: HistoryReader,
  owners: HistoryOwner[],
  state: State,
): Promise<void> {
  const { writer, pace } = reading;
  const waiting = await takeUnchanged(reading, owners);
  const ask = async (
    id: string,
    signal: AbortSignal,
  ): Promise<Available<HistoryEntry[] | null>> => {
    try {
      return { value: await history.history(id, signal) };
    } catch (error) {
      const refused = ofOneObject(error);
      if (!refused || (refused.isPassing && state.given === undefined)) throw error;
      return refused;
    }
  };
  const asking = { pace, hasSome: waiting.length < owners.length };
  const refused = new Map(waiting.map((owner) => [owner.id, owner]));
  for await (const { owner, value } of askObjects(asking, waiting, ask, state)) {
    refused.delete(owner.id);
    if (value) await writer.put(historyRecord(owner, value));
  }
  state.older += await takeOlder(reading, [...refused.values()]);
}

/** Takes over what the base has of objects that are the same there. Returns the others. */
async function takeUnchanged(
  { base, writer }: BackgroundReading,
  owners: readonly HistoryOwner[],
): Promise<HistoryOwner[]> {
  const others = new Map(owners.map((owner) => [owner.id, owner]));
  for await (const record of recordsIn(base, owners)) {
    const { updated } = Owner.catch({ updated: '' }).parse(record.body);
    if (updated === '' || updated !== others.get(record.id)?.updated) continue;
    await writer.put(record);
    others.delete(record.id);
  }
  return [...others.values()];
}

/**
 * Takes over what the base has of objects whose history the site doesn't give now, and returns of
 * how many. Their records say when the objects were changed by then: the next backup asks again.
 */
async function takeOlder(
  { base, writer }: BackgroundReading,
  refused: readonly HistoryOwner[],
): Promise<number> {
  let taken = 0;
  for await (const record of recordsIn(base, refused)) {
    await writer.put(record);
    taken += 1;
  }
  return taken;
}

/** What the base has of these objects, as far as it can be read. */
async function* recordsIn(
  base: BackupReader | undefined,
  owners: readonly HistoryOwner[],
): AsyncGenerator<BackupRecord> {
  for (let at = 0; at < owners.length; at += OPENED_AT_ONCE) {
    const keys = owners.slice(at, at + OPENED_AT_ONCE).map(historyKey);
    try {
      yield* (await base?.getMany(keys)) ?? [];
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
    }
  }
}

/** What may be said of one object alone, whatever the site says of the others. */
function ofOneObject(error: unknown): { unavailable: string; isPassing?: true } | undefined {
  const { code, message: unavailable } = error instanceof ProductError ? error : NO_ERROR;
  if (code === 'site-unreachable') return { unavailable, isPassing: true };
  return OF_ONE_OBJECT.has(code) ? { unavailable } : undefined;
}

const NO_ERROR = { code: '', message: '' };
const OF_ONE_OBJECT: ReadonlySet<string> = new Set([
  'no-permission',
  'site-refused',
  'unexpected-answer',
]);
