import { randomUUID } from 'node:crypto';
import type { Connection, Schema } from 'mongoose';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import type { Collection } from '../../collection.ts';
import { definedFields } from '../../set-fields.ts';
import { TenantCollection } from '../../tenant-collection.ts';
import {
  storedBlock,
  type BlockDocument,
  type BlockLine,
  type BlockRoute,
} from './block-document.ts';
import { SeenIds } from './seen-ids.ts';

/** Lines a block: as many as a restore saves at once. */
const MAX_LINES = 200;
/** Characters of sealed words a block, unless one line alone has more. */
const MAX_CHARACTERS = 1 << 20;
/** Some 20,000 lines: a second's work. */
const DELETED_AT_ONCE = 100;

/** Fields that follow the tenant in an index: what is deleted with a tenant is found by them. */
type DeletionKey = readonly ('to' | 'way' | 'order')[];

/** Everything of a line but its words. */
const FACTS = {
  runId: 1,
  fence: 1,
  order: 1,
  way: 1,
  targetSchemaId: 1,
  ids: 1,
  'lines.outcome': 1,
  'lines.targetId': 1,
  'lines.leftOutCount': 1,
  'lines.ownUpdate': 1,
} as const;

/** A number beyond it, to which one can't be added exactly, was changed in the database. */
const MAX_ORDER = 2 ** 53 - 1;
const MAX_ORDERED = 1_000;

/** A line with its place. */
export interface PlacedLine<O extends string> {
  /** What it is about. */
  id: string;
  line: BlockLine<O>;
  block: Omit<BlockDocument<O>, 'ids' | 'lines'>;
}

/**
 * Lines of reports, many a document. Blocks are only added: of several lines about one thing, the
 * newest of the highest fence counts.
 */
export class LineBlocks<O extends string> {
  readonly #blocks: TenantCollection<BlockDocument<O>>;
  readonly #deletionKey: DeletionKey;
  /** Runs whose lines come after those of others. */
  readonly #ordered = new RecentMap<RunId, true>(MAX_ORDERED);
  #order = 0;

  constructor(connection: Connection, name: string, schema: Schema, deletionKey: DeletionKey) {
    this.#blocks = new TenantCollection(connection, name, schema, storedBlock);
    this.#deletionKey = deletionKey;
  }

  of(tenantId: TenantId): Collection<BlockDocument<O>> {
    return this.#blocks.of(tenantId);
  }

  /** `common`: what all of the lines share. Of several about one thing the last one is kept. */
  async add(
    tenantId: TenantId,
    common: BlockRoute,
    lines: readonly { id: string; line: BlockLine<O> }[],
  ): Promise<void> {
    await this.#orderAfterOthers(tenantId, common);
    const lastOfEach = new Map(lines.map((each) => [each.id, each]));
    for (const block of inBlocks([...lastOfEach.values()])) {
      const document = {
        ...common,
        _id: `${common.runId}:${randomUUID()}`,
        tenantId,
        order: this.#nextOrder(),
        ids: block.map(({ id }) => id),
        lines: block.map(({ line }) => line),
      };
      await this.#blocks.of(tenantId).insert(document);
    }
  }

  /** The line that counts of each thing that the run's report is about. `facts`: without words. */
  async *current(
    tenantId: TenantId,
    runId: RunId,
    { facts = false, seen = new SeenIds() }: { facts?: boolean; seen?: SeenIds } = {},
  ): AsyncGenerator<PlacedLine<O>, void, undefined> {
    const newestFirst = { fence: -1, order: -1 } as const;
    const options = facts ? { sort: newestFirst, select: FACTS } : { sort: newestFirst };
    for await (const block of this.#blocks.of(tenantId).each({ runId }, options))
      for (const placed of linesOf(block)) if (seen.add(placed.id)) yield placed;
  }

  /** The lines that count of these things, of all runs that `filter` picks, without words. */
  async about(
    tenantId: TenantId,
    filter: Readonly<Record<string, unknown>>,
    ids: readonly string[],
  ): Promise<PlacedLine<O>[]> {
    const blocks = await this.#blocks
      .of(tenantId)
      .find({ ...filter, ids: { $in: ids } }, { select: FACTS });
    blocks.sort((a, b) => b.fence - a.fence || b.order - a.order);
    const wanted = new Set(ids);
    const seen = new Set<string>();
    return blocks.flatMap(linesOf).filter(({ id, block }) => {
      const place = `${block.runId} ${id}`;
      if (!wanted.has(id) || seen.has(place)) return false;
      seen.add(place);
      return true;
    });
  }

  purge(tenantId: TenantId): Promise<void> {
    return this.#blocks.purge(tenantId, this.#deletionKey, DELETED_AT_ONCE);
  }

  /** What other runs have written stands before it, even if a clock that was ahead dated it. */
  async #orderAfterOthers(
    tenantId: TenantId,
    { runId, way, to }: Pick<BlockRoute, 'runId' | 'way' | 'to'>,
  ): Promise<void> {
    if (this.#ordered.has(runId)) return;
    const place = definedFields({ to, way, order: { $lt: MAX_ORDER } });
    const newest = { sort: { order: -1 }, limit: 1, select: { order: 1 } } as const;
    const [last] = await this.#blocks.of(tenantId).find(place, newest);
    this.#order = Math.max(this.#order, last?.order ?? 0);
    this.#ordered.set(runId, true);
  }

  /** Microseconds since 1970, but each greater than the one before, whatever the clock does. */
  #nextOrder(): number {
    this.#order = Math.max(this.#order + 1, Date.now() * 1_000);
    return this.#order;
  }
}

function linesOf<O extends string>(block: BlockDocument<O>): PlacedLine<O>[] {
  return block.ids.flatMap((id, at) => {
    const line = block.lines[at];
    return line ? [{ id, line, block }] : [];
  });
}

function inBlocks<T extends { line: { words: string } }>(lines: readonly T[]): T[][] {
  const blocks: T[][] = [];
  let last: T[] = [];
  let characters = 0;
  for (const each of lines) {
    characters += each.line.words.length;
    if (last.length === 0 || last.length === MAX_LINES || characters > MAX_CHARACTERS) {
      last = [];
      characters = each.line.words.length;
      blocks.push(last);
    }
    last.push(each);
  }
  return blocks;
}
