/**
 * What became of creates whose answer was lost. "Not there" cannot be told from "not indexed yet" or "still being executed" by looking once, so: wait until the
 * request can no longer be executing, then until the search shows something that was written later, then look. What is not found then was not created.
 */
import { aqlQuery, hasOneOf, isOfType } from '../../assets/aql/aql-query.ts';
import { unlessTooLarge } from '../../assets/reading/read-objects.ts';
import type { AssetsObject } from '../../assets/model/assets-object.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import { writtenForm } from '../../compare/compare-values.ts';
import { indexCaughtUp, type IndexBarrier } from './index-barrier.ts';
import { matchPayloads, type Payload } from './match-payloads.ts';

const KEYS_AT_ONCE = 50;
const PAGE = 250;

/** A create without an answer: what was sent. */
export interface Unknown extends Payload {
  typeId: string;
  key?: { attributeId: string; attributeName: string; value: string };
  /** When it ended without an answer, on the monotonic clock. */ endedAtMs: number;
}

export interface SettleOptions extends IndexBarrier {
  /** Objects with this id or a lower one were there before the run. */ baseline: number;
  keyset: boolean;
  /** Attributes of the destination that hold references. */ references: ReadonlySet<string>;
  /** Attributes of the destination whose values are unique. */ unique: ReadonlySet<string>;
  isClaimed: (targetId: string) => boolean;
}

/** Those that are there, by node; each object once. */
export async function settleUnknown(
  unknown: Unknown[],
  options: SettleOptions,
): Promise<Map<number, AssetsObject>> {
  const { clock, signal, settleMs, target } = options;
  const endedAt = Math.max(...unknown.map(({ endedAtMs }) => endedAtMs));
  await clock.sleep(Math.max(0, endedAt + settleMs - clock.monotonicMs()), signal);
  await indexCaughtUp(endedAt + settleMs, options);
  const found = new Map<number, AssetsObject>();
  for (const [typeId, all] of Map.groupBy(unknown, (each) => each.typeId)) {
    const keyed = all.filter((each) => each.key !== undefined);
    for (let at = 0; at < keyed.length; at += KEYS_AT_ONCE)
      await byKey(typeId, keyed.slice(at, at + KEYS_AT_ONCE), found, options);
    const unkeyed = all.filter((each) => each.key === undefined);
    if (unkeyed.length === 0) continue;
    const free: AssetsObject[] = [];
    for await (const object of newObjects(target, typeId, options))
      if (!options.isClaimed(object.id)) free.push(object);
    for (const [node, object] of matchPayloads(unkeyed, free, options)) found.set(node, object);
  }
  return found;
}

async function byKey(
  typeId: string,
  some: Unknown[],
  found: Map<number, AssetsObject>,
  options: SettleOptions,
): Promise<void> {
  const { target, isClaimed, signal } = options;
  const { attributeId, attributeName } = some[0]!.key!;
  const keys = some.flatMap(({ key }) => (key ? [key.value] : []));
  const query = aqlQuery([isOfType(typeId), hasOneOf(attributeName, keys)]);
  const page = (await unlessTooLarge(target.search(query, 0, PAGE, signal), some.length))?.read();
  if (!page) {
    const half = Math.ceil(some.length / 2);
    for (const part of [some.slice(0, half), some.slice(half)])
      await byKey(typeId, part, found, options);
    return;
  }
  for (const object of page.objects) {
    const of = some.find(
      ({ node, key }) =>
        !found.has(node) &&
        (object.values[attributeId] ?? []).map(writtenForm).includes(key!.value),
    );
    if (of && !isClaimed(object.id)) found.set(of.node, object);
  }
}

async function* newObjects(
  target: AssetsDestination,
  typeId: string,
  { baseline, keyset, signal }: SettleOptions,
): AsyncGenerator<AssetsObject> {
  const seen = new Set<string>();
  let after = String(baseline);
  for (let offset = 0, limit = PAGE; ;) {
    const page = (
      await unlessTooLarge(
        target.objects(typeId, keyset ? { afterId: after } : { offset }, limit, signal),
        limit,
      )
    )?.read();
    if (!page) {
      limit = Math.ceil(limit / 2);
      continue;
    }
    const { objects, unreadable, last } = page;
    for (const object of objects)
      if (Number(object.id) > baseline && !seen.has(object.id)) {
        seen.add(object.id);
        yield object;
      }
    const ids = [...objects, ...unreadable].map(({ id }) => Number(id));
    if (ids.length === 0 || (last && ids.length < limit)) return;
    offset += ids.length;
    after = String(Math.max(...ids));
  }
}
