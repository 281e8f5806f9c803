import { awaitParts } from '../../scripts/demo/await-parts.ts';
import { backUpWith } from '../../scripts/demo-steps.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import { peakOf, stopService } from '../support/child.ts';
import { percent, type Measurement, type Reading } from '../support/measurement.ts';
import { startServiceWithMedia } from '../support/start-service.ts';
import { itemAt } from '../../simulator/kernel/item-at.ts';
import { connectSite } from '../support/connect-site.ts';

const OBJECTS = 600;
/** The limit is measured on history: so many calls in so long. */
const HISTORY_LIMIT = 100;
const WINDOW_MS = 10_000;
const EVERY_PART = ['history', 'avatars', 'comments', 'attachments', 'issues'];
const PAGE = 100;

/** What a backup has taken, by part. */
interface Taken {
  storedBytes: number;
  parts: Map<string, { calls: number; ms: number }>;
}

/**
 * Every part of a schema, backed up by a service of its own after the objects alone, and once more
 * while nothing changes: calls, time, bytes and memory.
 */
export const parts: Measurement = async (uri) => {
  const simulator = await startSimulator({
    seed: 'parts-large',
    objects: OBJECTS,
    settings: {
      endpointLimits: { 'GET object/:id/history': HISTORY_LIMIT },
      limitWindowMs: WINDOW_MS,
    },
  });
  const name = `bench_parts_${Date.now()}`;
  const service = await startServiceWithMedia(uri, name, simulator);
  try {
    const { admin, schemas } = await connectSite(simulator.url, service.url);
    const schema = itemAt(schemas, 0);
    const backUp = async (chosen: readonly string[]): Promise<Taken> => {
      const backup = await backUpWith(admin, schema, { parts: chosen });
      await awaitParts(admin, backup, () => undefined);
      return takenBy(uri, name, backup.backupId);
    };
    await backUp([]);
    const aloneMb = peakOf(service);
    const [first, second] = [await backUp(EVERY_PART), await backUp(EVERY_PART)];
    const addedMb = peakOf(service) - aloneMb;
    return [
      ...callReadings(first, leastCalls(simulator, true), 'first backup'),
      ...callReadings(second, leastCalls(simulator, false), 'second backup, nothing changed'),
      limitReading(first),
      bytesReading(first, second),
      memoryReading(aloneMb, addedMb),
    ];
  } finally {
    await stopService(service);
    await simulator.close();
  }
};

async function takenBy(uri: string, name: string, backupId: string): Promise<Taken> {
  const connection = await connectDatabase(uri, name);
  try {
    const found = await connection.collection('backups').findOne({ _id: backupId as never });
    const { storedBytes, parts: held } = found as unknown as {
      storedBytes: number;
      parts: { name: string; cost?: { calls: number; ms: number } }[];
    };
    const costs = held.flatMap((part) => (part.cost ? [[part.name, part.cost] as const] : []));
    return { storedBytes, parts: new Map(costs) };
  } finally {
    await connection.close();
  }
}

/**
 * One call for what can only be asked object by object; of what a backup before has, nothing but
 * lists, for comments and files come without a change of their object.
 */
function leastCalls({ world: { site } }: Simulator, isFirst: boolean): Map<string, number> {
  const ids = [...site.types.values()].flatMap(({ id }) => [...site.objects.idsOfType(id)]);
  const files = ids.flatMap((id) => site.attachments.of(id)).length;
  const pictures = ids.filter((id) => site.objects.require(id).avatar).length;
  // Each file has a pass and a download, each picture an address.
  const once: [string, number][] = [
    ['history', ids.length],
    ['avatars', 2 * pictures],
  ];
  return new Map([
    ...once.map(([part, calls]) => [part, isFirst ? calls : 0] as const),
    ['comments', ids.length],
    ['attachments', ids.length + (isFirst ? 2 * files : 0)],
    ['issues', 2 * Math.ceil(site.issues.length / PAGE)],
  ]);
}

/** What every part asks beside what it is about: fields, rights, where a list ends. */
const BESIDE = 10;

const callReadings = (taken: Taken, least: ReadonlyMap<string, number>, when: string): Reading[] =>
  [...least].map(([part, calls]) => {
    const made = taken.parts.get(part)?.calls ?? 0;
    return {
      what: `calls for ${part} of ${OBJECTS} objects, ${when}`,
      aim: `≤ ${calls} + ${BESIDE}`,
      reading: `${made} (${(made / OBJECTS).toFixed(2)} an object)`,
      met: made <= calls + BESIDE,
    };
  });

/** A part asks so many a second at most, which is what the calls of the last window take. */
const PER_SECOND = 50;

/** The time that the limit leaves against the time that it took. */
function limitReading({ parts: taken }: Taken): Reading {
  const ms = taken.get('history')?.ms ?? Infinity;
  const windows = OBJECTS / HISTORY_LIMIT - 1;
  const share = (windows * WINDOW_MS + (HISTORY_LIMIT / PER_SECOND) * 1_000) / ms;
  const seconds = (ms / 1_000).toFixed(1);
  return {
    what: `history of ${OBJECTS} objects at ${HISTORY_LIMIT} calls in ${WINDOW_MS / 1_000} s: share of the limit`,
    aim: '≥ 95 %',
    reading: `${percent(share)} (${seconds} s)`,
    met: share >= 0.95,
  };
}

function bytesReading(first: Taken, second: Taken): Reading {
  const share = second.storedBytes / first.storedBytes;
  return {
    what: 'second backup with every part, nothing changed, bytes of the first',
    aim: '≤ 5 %',
    reading: `${percent(share)} (${second.storedBytes} of ${first.storedBytes} bytes)`,
    met: share <= 0.05,
  };
}

const memoryReading = (aloneMb: number, addedMb: number): Reading => ({
  what: 'peak memory of the service with every part, against objects alone',
  aim: '≤ + 60 MB',
  reading: `+ ${addedMb.toFixed(0)} MB (${aloneMb.toFixed(0)} MB alone)`,
  met: addedMb <= 60,
});
