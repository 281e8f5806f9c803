/**
 * What becomes of one field of an issue. Values of this backup's objects, and of what stands for
 * them, are ours; all others stay as they are, where they are.
 */
import { identityOf, type IssueObject } from '../../assets/issues/issue-object.ts';

/** How the objects of the backup are identified on the destination. */
export interface IssueIds {
  /** Whether ids of the backup's site mean the same on the destination. */
  isSameSite: boolean;
  /** Whether the backup has the object, and this restore is about it. */
  isRestored(sourceId: string): boolean;
  /** Where an object of the backup is; undefined where it is not there. */
  targetOf(sourceId: string): string | undefined;
  /** The object of the backup that one of the destination stands for. */
  sourceOf(targetId: string): string | undefined;
  /** The object of the backup that had a key, where it is known. */
  hadKey(key: string): string | undefined;
}

/** A field of an issue as the backup has it, and as it is now. */
interface FieldStates {
  backup: readonly IssueObject[];
  now: readonly IssueObject[];
  /**
   * Nobody but restores changed the issue since its backup: what its field lacks, nobody took out.
   */
  isUntouched: boolean;
}

type FieldChange =
  | { kind: 'right' }
  /** Somebody put other objects of the schema there, or took some out. */
  | { kind: 'changed' }
  | { kind: 'set'; objects: IssueObject[] };

/**
 * What a field is to be set to, if anything. `overwrites`: also where somebody changed it. Pure;
 * what it says to set needs no change any more.
 */
export function fieldChange(
  { backup, now, isUntouched }: FieldStates,
  ids: IssueIds,
  overwrites: boolean,
): FieldChange {
  const ours = now.map((each) => sourceIn(each, backup, ids));
  const present = new Set(ours.filter((each) => each !== undefined));
  const wanted = backup.map(({ objectId }) => objectId).filter((id) => ids.isRestored(id));
  const lost = wanted.filter((id) => !present.has(id) && ids.targetOf(id) !== undefined);
  const added = [...present].filter((id) => !wanted.includes(id));
  const isLost = lost.length > 0;
  const isFresh = ids.isSameSite ? isUntouched : now.length === 0 || present.size > 0;
  if (!overwrites && (added.length > 0 || (isLost && !isFresh))) return { kind: 'changed' };
  const kept = now.flatMap((each, at) => standing(each, ours[at], { wanted, ids }));
  const restored = lost.map((id) => targetObject(id, ids)).filter((each) => each !== undefined);
  const objects = inOrderOf(backup, [...kept, ...restored], ids);
  return isEqual(objects, now) ? { kind: 'right' } : { kind: 'set', objects };
}

/** The object of the backup that a value names or stands for; undefined for all others. */
function sourceIn(
  { objectId, key }: IssueObject,
  backup: readonly IssueObject[],
  ids: IssueIds,
): string | undefined {
  const source = ids.sourceOf(objectId);
  if (source !== undefined || !ids.isSameSite) return source;
  const id = objectId || idOfKey(key, backup, ids);
  return id !== undefined && ids.isRestored(id) ? id : undefined;
}

/** What leads to no object any more is known by the key that the object had. */
function idOfKey(
  key: string | undefined,
  backup: readonly IssueObject[],
  ids: IssueIds,
): string | undefined {
  if (key === undefined) return undefined;
  return backup.find((each) => each.key === key)?.objectId ?? ids.hadKey(key);
}

/** What stays of a value that is there now. */
function standing(
  value: IssueObject,
  source: string | undefined,
  { wanted, ids }: { wanted: readonly string[]; ids: IssueIds },
): IssueObject[] {
  if (source === undefined) return [value];
  if (!wanted.includes(source)) return [];
  return [targetObject(source, ids) ?? value];
}

function targetObject(sourceId: string, ids: IssueIds): IssueObject | undefined {
  const objectId = ids.targetOf(sourceId);
  return objectId === undefined ? undefined : { workspaceId: '', objectId };
}

/** Each once; as the backup has them where both hold the same, else as they are. */
function inOrderOf(
  backup: readonly IssueObject[],
  objects: readonly IssueObject[],
  ids: IssueIds,
): IssueObject[] {
  const byId = new Map(objects.map((each) => [identityOf(each), each]));
  const order = backup.map((each) => ids.targetOf(each.objectId) ?? identityOf(each));
  const isSame = byId.size === new Set(order).size && order.every((id) => byId.has(id));
  if (!isSame) return [...byId.values()];
  return [...new Set(order)].flatMap((id) => byId.get(id) ?? []);
}

/** Whether they are the same objects: their order means nothing to Jira. */
function isEqual(one: readonly IssueObject[], other: readonly IssueObject[]): boolean {
  const ids = new Set(other.map(identityOf));
  return one.length === ids.size && one.every((each) => ids.has(identityOf(each)));
}
