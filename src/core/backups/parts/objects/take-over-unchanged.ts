/**
 * Comparing a census with the base tells which objects did not change: their records are taken
 * over, and only the others have to be read. A few of those taken over are read anyway.
 */
import type { ObjectType } from '../../../assets/model/definitions/object-type.ts';
import { SeenObjects } from '../../../assets/reading/seen-objects.ts';
import { takeCensus, type Census } from '../../../assets/reading/take-census.ts';
import { elementAt } from '../../../kernel/collections/element-at.ts';
import { IdSet } from '../../../kernel/collections/id-set.ts';
import { letOthersRun } from '../../../kernel/loops/let-others-run.ts';
import { definitionsOfBase } from '../../reading/definitions-of-base.ts';
import type { BaseOfReading, PartReading } from '../../reading/part-reading.ts';
import type { KeptObjects } from './kept-objects.ts';
import { NamedProbes } from './named-probes.ts';
import { UnchangedRule, updatedOf, valuesIn } from './unchanged-rule.ts';

/** The share of unchanged objects, chosen at random, that are read and compared. */
const SAMPLE_SHARE = 0.01;
/** The share of objects that are read, at most, for the sake of what they name. */
const PROBE_SHARE = 0.02;
const MIN_PROBES = 100;
/** If more than half of a type changed, and more than fit into a call, all of the type is read. */
const WHOLE_TYPE_SHARE = 0.5;
const MIN_WHOLE_TYPE = 125;
/** Checkpoints may come between this many objects. */
const STEP = 1000;

/** What is left to read after unchanged objects were taken over. */
export interface LeftToRead {
  /** Types that are read in full. */
  whole: ReadonlySet<string>;
  /** Objects of the other types that changed or may have changed. */
  ids: string[];
  /** Taken over, but to be read anyway: id → update time in the base. */
  toCompare: Map<string, number>;
  takenOver: number;
  /** The people named by the objects that were taken over. */
  people: ReadonlySet<string>;
  census: Census;
}

export interface TakingOver {
  reading: PartReading;
  base: BaseOfReading;
  kept: KeptObjects;
  types: readonly ObjectType[];
  /** Whether the site can page by key. */
  keyset: boolean;
}

/** @throws what AssetsReader throws */
export async function takeOverUnchanged(taking: TakingOver): Promise<LeftToRead> {
  const { reading, base, kept } = taking;
  const { writer, random } = reading;
  const { census, own, gone } = await askCensus(taking);
  const definitions = { before: await definitionsOfBase(writer), now: reading.definitions };
  const rule = new UnchangedRule({ base, definitions, census, gone });
  const total = [...census.values()].reduce((sum, { size }) => sum + size, 0);
  const probes = new NamedProbes(own, Math.max(MIN_PROBES, Math.floor(total * PROBE_SHARE)));
  const unread = new UnreadObjects(census);
  const toCompare = new Map<string, number>();
  let takenOver = 0;
  for await (const record of writer.baseRecords('object', reading.pace.signal)) {
    await letOthersRun();
    if (!rule.isUnchanged(record)) continue;
    const { type, id, body } = record;
    await record.takeOver();
    kept.places.of(type).add(id, updatedOf(body));
    unread.take(type, id);
    takenOver += 1;
    const isProbe = probes.wants(valuesIn(body));
    // The first one, too: even of few objects one is compared.
    if (isProbe || takenOver === 1 || random() < SAMPLE_SHARE) toCompare.set(id, updatedOf(body));
    if (takenOver % STEP === 0) {
      reading.meter.set({ done: takenOver });
      await reading.afterPage(STEP);
    }
  }
  return { ...unread.split(), toCompare, takenOver, people: probes.people, census };
}

/** Takes a census that is cut by the ids of the base. */
async function askCensus({
  reading: { site, writer, pace },
  types,
  keyset,
}: TakingOver): Promise<{ census: Census; own: IdSet; gone: IdSet }> {
  const known = new Map<string, SeenObjects>();
  for await (const { type, id } of writer.baseKeys('object')) {
    await letOthersRun();
    const seen = known.get(type) ?? new SeenObjects();
    known.set(type, seen);
    seen.add(id, Number.NaN);
  }
  const wanted = types.map(({ id, objectCount: expected }) => ({
    id,
    read: known.get(id) ?? new SeenObjects(),
    expected,
  }));
  const census = await takeCensus(site, wanted, keyset, pace);
  const own = await IdSet.of([...known.values()].map(({ ids }) => ids));
  const there = await IdSet.of([...census.values()].map(({ ids }) => ids));
  return { census, own, gone: own.without(there) };
}

/** The objects of a census that were not taken over. */
class UnreadObjects {
  readonly #census: Census;
  /** By type, in the order of the census: 1 for each object that was taken over. */
  readonly #taken: ReadonlyMap<string, Uint8Array>;

  constructor(census: Census) {
    this.#census = census;
    this.#taken = new Map(
      [...census].map(([typeId, { ids }]) => [typeId, new Uint8Array(ids.length)]),
    );
  }

  take(typeId: string, id: string): void {
    const at = this.#census.get(typeId)?.indexOf(id) ?? -1;
    this.#taken.get(typeId)?.fill(1, at, at + 1);
  }

  split(): Pick<LeftToRead, 'whole' | 'ids'> {
    const whole = new Set<string>();
    const ids: string[] = [];
    for (const [typeId, taken] of this.#taken) {
      const seen = this.#census.get(typeId) ?? new SeenObjects();
      const all = seen.ids;
      const left = all.filter((_id, at) => elementAt(taken, at) === 0);
      const isMost = left.length > MIN_WHOLE_TYPE && left.length > all.length * WHOLE_TYPE_SHARE;
      if (isMost) whole.add(typeId);
      else left.forEach((id) => ids.push(String(id)));
      if (!isMost) ids.push(...seen.large.keys());
    }
    return { whole, ids };
  }
}
