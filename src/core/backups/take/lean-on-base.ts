import type { Backup, ObjectsRead } from '../backup.ts';
import type { BaseOfReading, Leaning, ObjectsOutcome } from '../reading/part-reading.ts';
import { OBJECTS_PART } from '../parts/objects/objects-part.ts';
import { STRUCTURE_PART } from '../parts/structure/structure-part.ts';
import { PROJECTION_VERSION } from '../projection-version.ts';

/** The parts without which nobody can tell which objects changed. */
const LEANED_ON = new Set([STRUCTURE_PART.name, OBJECTS_PART.name]);

/** Who reads a schema, and how often it is read in full: 1 is every time. */
interface LeaningReader {
  accountId: string;
  workspaceId: string;
  fullEvery: number;
}

/**
 * What a reading may take over from a base; undefined if it has to read everything because its turn
 * has come or because the base doesn't say enough. `docs/decisions/0018` says why.
 */
export function leanOnBase(
  base: Backup | undefined,
  reader: LeaningReader,
): BaseOfReading | undefined {
  const read = base?.objectsRead;
  if (!base || !read || !isTrusted(base, reader)) return undefined;
  const isTurn = read.row + 1 >= reader.fullEvery || read.nextWhole > 0;
  if (isTurn || read.isUnsteady || read.projection !== PROJECTION_VERSION) return undefined;
  return {
    from: read.from.getTime(),
    to: read.to.getTime(),
    newest: read.newest?.getTime(),
    noted: [...base.kept, ...base.lost, ...base.moving].map(({ id }) => id),
  };
}

/**
 * Whether the same account read it completely, none of it is damaged, and everything odd is listed.
 */
function isTrusted(base: Backup, { accountId, workspaceId }: LeaningReader): boolean {
  const isSameReader = base.site.accountId === accountId && base.site.workspaceId === workspaceId;
  const isWhole = base.parts.every(
    ({ name, status }) => !LEANED_ON.has(name) || status !== 'incomplete',
  );
  const isSound = base.damage === undefined && base.verified?.ok !== false && isWhole;
  const isListed = base.lostCount === base.lost.length && base.movingCount === base.moving.length;
  return isSameReader && isSound && isListed;
}

/** What is recorded about how objects were read. Times in ms. */
export interface ReadFacts {
  base: Backup | undefined;
  leaning: Leaning;
  outcome: ObjectsOutcome;
  from: number;
  to: number;
  fullEvery: number;
}

export function objectsRead(facts: ReadFacts): ObjectsRead {
  const { base, leaning, outcome, from, to } = facts;
  const { silent, isUnsteady } = leaning;
  const taken = base && outcome.takenOver;
  return {
    projection: PROJECTION_VERSION,
    from: new Date(from),
    to: new Date(to),
    ...(outcome.newest === undefined ? {} : { newest: new Date(outcome.newest) }),
    isUnsteady,
    row: taken ? (base.objectsRead?.row ?? 0) + 1 : 0,
    nextWhole: nextWhole(facts),
    ...(taken ? { takenOver: { from: base.id, at: base.completedAt, ...taken } } : {}),
    silent: silent.listed,
    silentCount: silent.count,
  };
}

/** A site that failed to report a change is not believed for the next few backups. */
function nextWhole({ base, leaning, fullEvery }: ReadFacts): number {
  if (leaning.silent.count > 0) return fullEvery - 1;
  return Math.max(0, (base?.objectsRead?.nextWhole ?? 0) - 1);
}
