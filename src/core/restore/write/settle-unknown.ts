/**
 * What became of creates whose answer was lost. "Not there" cannot be told from "not indexed yet" or "still being executed" by looking once, so: wait until the
 * request can no longer be executing, then until the search shows something that was written later, then look. What is not found then was not created.
 */
import type { Clock } from '../../clock.ts';
import { Unavailable } from '../../errors.ts';
import type { SiteObject } from '../../site/assets-site.ts';
import type { AssetsTarget } from '../../site/assets-target.ts';
import { sameValues, writtenForm } from '../objects/map-values.ts';

const POLL_MS = 500;
const INDEX_PATIENCE_MS = 600_000;
const KEYS_AT_ONCE = 50;
const PAGE = 250;

/** A create without an answer: what was sent. */
export interface Unknown { node: number; typeId: string; values: Record<string, string[]>; key?: { attributeId: string; attributeName: string; value: string }; /** When it ended without an answer, on the monotonic clock. */ endedAtMs: number }
/** An object that this run made, and when its create was sent. */
export interface KnownWrite { id: string; typeId: string; sentAtMs: number; labelId: string | undefined }

export interface SettleOptions { target: AssetsTarget; clock: Clock; signal: AbortSignal; settleMs: number; /** Objects with this id or a lower one were there before the run. */ baseline: number; keyset: boolean; /** Attributes of the destination that hold references. */ references: ReadonlySet<string>; isClaimed: (targetId: string) => boolean; lastWrite: () => KnownWrite | undefined; onWrite: () => void }

/** The ids of those that are there, by node. Equal twins are interchangeable: they are given out one to one. */
export async function settleUnknown(unknown: Unknown[], options: SettleOptions): Promise<Map<number, { id: string; key: string }>> {
  const { clock, signal, settleMs } = options;
  const endedAt = Math.max(...unknown.map(({ endedAtMs }) => endedAtMs));
  await clock.sleep(Math.max(0, endedAt + settleMs - clock.monotonicMs()), signal);
  await indexCaughtUp(endedAt, options);
  const found = new Map<number, { id: string; key: string }>();
  const taken = new Set<string>();
  const isFree = (object: SiteObject): boolean => !options.isClaimed(object.id) && !taken.has(object.id);
  const give = (node: number, { id, key }: SiteObject): void => { found.set(node, { id, key }); taken.add(id); };
  for (const [typeId, all] of Map.groupBy(unknown, (each) => each.typeId)) {
    const keyed = all.filter((each) => each.key !== undefined);
    for (let at = 0; at < keyed.length; at += KEYS_AT_ONCE) {
      const some = keyed.slice(at, at + KEYS_AT_ONCE);
      const { attributeId, attributeName } = some[0]!.key!;
      const query = `objectTypeId = ${typeId} AND ${quoted(attributeName)} IN (${some.map(({ key }) => quoted(key!.value)).join(',')})`;
      for (const object of (await options.target.search(query, 0, PAGE, signal)).read().objects) {
        const of = some.find(({ node, key }) => !found.has(node) && (object.values[attributeId] ?? []).map(writtenForm).includes(key!.value));
        if (of && isFree(object)) give(of.node, object);
      }
    }
    const unkeyed = all.filter((each) => each.key === undefined);
    if (unkeyed.length > 0) for await (const object of newObjects(typeId, options)) {
      const of = unkeyed.find(({ node, values }) => !found.has(node) && isFree(object) && isPayload(values, object, options.references));
      if (of) give(of.node, object);
    }
  }
  return found;
}

/** Everything that was sent stands there, and nothing else. Of references some may be missing: those that lead to objects that were made later. */
function isPayload(values: Record<string, string[]>, { values: there }: SiteObject, references: ReadonlySet<string>): boolean {
  const ids = new Set([...Object.keys(values), ...Object.keys(there)]);
  return [...ids].every((id) => {
    const [sent, found] = [values[id] ?? [], (there[id] ?? []).map(writtenForm)];
    return references.has(id) ? found.every((value) => sent.includes(value)) : sameValues(sent, found);
  });
}

async function* newObjects(typeId: string, { target, baseline, keyset, signal }: SettleOptions): AsyncGenerator<SiteObject> {
  let after = String(baseline);
  for (let offset = 0; ; offset += PAGE) {
    const { objects, last } = (await target.objects(typeId, keyset ? { afterId: after } : { offset }, PAGE, signal)).read();
    for (const object of objects) if (Number(object.id) > baseline) yield object;
    if (objects.length === 0 || (last && objects.length < PAGE)) return;
    after = objects.at(-1)!.id;
  }
}

/** Resolves when the search knows what was written after that moment. Where nothing was, an object that this run made is written again as it is. */
export async function indexCaughtUp(afterMs: number, { target, clock, signal, lastWrite, onWrite }: Pick<SettleOptions, 'target' | 'clock' | 'signal' | 'lastWrite' | 'onWrite'>): Promise<void> {
  const last = lastWrite();
  if (!last) return;
  let updated: string | undefined;
  if (last.sentAtMs <= afterMs) {
    const label = last.labelId === undefined ? undefined : (await target.object(last.id, signal))?.values[last.labelId]?.map(writtenForm);
    if (last.labelId === undefined || !label || label.length === 0) return;
    await target.updateObject(last.id, { typeId: last.typeId, values: { [last.labelId]: label } }, signal);
    onWrite();
    updated = (await target.object(last.id, signal))?.updated;
  }
  const deadline = clock.monotonicMs() + INDEX_PATIENCE_MS;
  for (;;) {
    const found = (await target.objectsById([last.id], signal)).read().objects[0];
    if (found && (updated === undefined || found.updated === updated)) return;
    if (clock.monotonicMs() > deadline) throw new Unavailable('search-lags', 'The search of the destination did not show for ten minutes what was written. Let the restore go on later.');
    await clock.sleep(POLL_MS, signal);
  }
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;
