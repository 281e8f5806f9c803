/**
 * What became of creates whose answer was lost. "Not there" cannot be told apart from "not indexed
 * yet" or "still being executed" by looking once, so: wait until the request can no longer be
 * executing, then until the search shows something that was written later, then look. What is not
 * found then was not created.
 */
import { compareObjectIds } from '../../../../assets/model/compare-object-ids.ts';
import { aqlQuery, hasOneOf, isOfType } from '../../../../assets/aql/aql-query.ts';
import type { AssetsObject } from '../../../../assets/model/assets-object.ts';
import type { PageStart } from '../../../../assets/ports/pages/page-start.ts';
import { searchObjects } from '../../../../assets/reading/search-objects.ts';
import { walkPages } from '../../../../assets/paging/walk-pages.ts';
import { writtenForm } from '../../../../compare/compare-values.ts';
import type { AttributeRoles } from './attribute-roles.ts';
import { awaitIndex, type IndexBarrier } from './index-barrier.ts';
import { matchPayloads, type SentPayload } from './match-payloads.ts';

/** Original keys that are searched for together. */
const BATCH_SIZE = 50;
const PAGE_SIZE = 250;

/** The original key that was sent with an object, in an attribute that is unique. */
interface SentKey {
  attributeId: string;
  attributeName: string;
  value: string;
}

/** A create without an answer: what was sent. */
export interface UnknownCreate extends SentPayload {
  typeId: string;
  key?: SentKey | undefined;
  /** When it ended without an answer, on the monotonic clock. */
  endedAtMs: number;
}
type KeyedCreate = UnknownCreate & { key: SentKey };

export interface SettleOptions extends IndexBarrier, AttributeRoles {
  /** Objects with this id or a lower one existed before the run. */
  baseline: string;
  /** Whether the site gives objects in the order of their ids. */
  keyset: boolean;
  /** Whether the object of the destination stands for one of the backup already. */
  isClaimed: (targetId: string) => boolean;
}

/** Those that are there, by node; each object once. */
export async function settleUnknown(
  unknown: UnknownCreate[],
  options: SettleOptions,
): Promise<Map<number, AssetsObject>> {
  await outwaitRequests(unknown, options);
  const found = new Map<number, AssetsObject>();
  for (const [typeId, all] of Map.groupBy(unknown, (each) => each.typeId)) {
    const keyed = all.filter(hasKey);
    for (let from = 0; from < keyed.length; from += BATCH_SIZE)
      await findByKey(typeId, keyed.slice(from, from + BATCH_SIZE), found, options);
    const unkeyed = all.filter((each) => !hasKey(each));
    if (unkeyed.length > 0) await findByValues(typeId, unkeyed, found, options);
  }
  return found;
}

const hasKey = (create: UnknownCreate): create is KeyedCreate => create.key !== undefined;

/**
 * Waits until no request can still be executing, and the search shows what was written before that.
 */
async function outwaitRequests(unknown: UnknownCreate[], options: SettleOptions): Promise<void> {
  const { clock, signal, settleMs } = options;
  const lastEndMs = unknown.reduce((last, { endedAtMs }) => Math.max(last, endedAtMs), -Infinity);
  const settledAtMs = lastEndMs + settleMs;
  await clock.sleep(Math.max(0, settledAtMs - clock.monotonicMs()), signal);
  await awaitIndex(settledAtMs, options);
}

async function findByKey(
  typeId: string,
  creates: KeyedCreate[],
  found: Map<number, AssetsObject>,
  { target, signal, isClaimed }: SettleOptions,
): Promise<void> {
  const name = creates[0]?.key.attributeName ?? '';
  const keys = creates.map(({ key }) => key.value);
  const query = aqlQuery([isOfType(typeId), hasOneOf(name, keys)], 'Key');
  for await (const object of searchObjects(target, query, signal)) {
    const create = creates.find(({ node, key }) => !found.has(node) && holdsKey(object, key));
    if (create && !isClaimed(object.id)) found.set(create.node, object);
  }
}

const holdsKey = ({ values }: AssetsObject, { attributeId, value }: SentKey): boolean =>
  (values[attributeId] ?? []).map(writtenForm).includes(value);

/** Among objects of the type that are newer than the run and stand for nobody. */
async function findByValues(
  typeId: string,
  creates: UnknownCreate[],
  found: Map<number, AssetsObject>,
  options: SettleOptions,
): Promise<void> {
  const free: AssetsObject[] = [];
  for await (const object of newObjects(typeId, options))
    if (!options.isClaimed(object.id)) free.push(object);
  for (const [node, object] of matchPayloads(creates, free, options)) found.set(node, object);
}

/** Objects of the type that were not there before the run, each once. */
async function* newObjects(
  typeId: string,
  { target, baseline, keyset, signal }: SettleOptions,
): AsyncGenerator<AssetsObject> {
  const seen = new Set<string>();
  const start = keyset ? { afterId: baseline } : { offset: 0 };
  const ask = (from: PageStart, limit: number) => target.objects(typeId, from, limit, signal);
  const count = () => target.countObjects(typeId, signal);
  for await (const { objects } of walkPages(ask, { start, limit: PAGE_SIZE, count }))
    for (const object of objects) {
      if (compareObjectIds(object.id, baseline) > 0 && !seen.has(object.id)) yield object;
      seen.add(object.id);
    }
}
