import type { Connection } from 'mongoose';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import type {
  KnownId,
  Outcome,
  RestoreCounts,
  RestoreLine,
  RestoreRoute,
} from '../../../core/restores/report/restore-line.ts';
import type { SecretBox } from '../../sealing/secret-box.ts';
import { boundedText } from './bounded-text.ts';
import { LineBlocks, type PlacedLine } from './line-blocks.ts';
import { lineBlockSchema, type Words } from './restore-documents.ts';
import { SeenIds } from './seen-ids.ts';
import { wayOf } from './way-of.ts';
import { SingleLines, type StoredLine } from './single-lines.ts';

/** Lines of a report: those of an outcome, or of objects that are there without some values. */
type Wanted = Outcome | 'incomplete';
type SitePair = Pick<RestoreRoute, 'sourceWorkspace' | 'targetWorkspace'>;
type SchemaOnSite = Pick<RestoreRoute, 'targetWorkspace' | 'targetSchemaId'>;

const toOf = ({ targetWorkspace, targetSchemaId }: SchemaOnSite): string =>
  `${targetWorkspace}:${targetSchemaId}`;

/** Lines about objects: the reports of restores and their id maps. */
export class ReportLines {
  readonly #blocks: LineBlocks<Outcome>;
  readonly #single: SingleLines;
  readonly #secrets: SecretBox;

  constructor(connection: Connection, secrets: SecretBox) {
    const key = ['to', 'way', 'order'] as const;
    this.#blocks = new LineBlocks(connection, 'RestoreLineBlock', lineBlockSchema, key);
    this.#single = new SingleLines(connection);
    this.#secrets = secrets;
  }

  async note(route: RestoreRoute, lines: RestoreLine[]): Promise<void> {
    const { tenantId, runId, fence, targetSchemaId } = route;
    const common = { runId, fence, to: toOf(route), way: wayOf(route), targetSchemaId };
    const sealed = await Promise.all(
      lines.map(({ sourceId, outcome, targetId, ...words }) =>
        this.#seal(tenantId, sealName(runId, sourceId), words).then((text) => ({
          id: sourceId,
          line: {
            outcome,
            ...(targetId === undefined ? {} : { targetId }),
            leftOutCount: words.leftOut?.length ?? 0,
            words: text,
          },
        })),
      ),
    );
    await this.#blocks.add(tenantId, common, sealed);
  }

  async *lines(
    tenantId: TenantId,
    runId: RunId,
    only?: Wanted,
  ): AsyncGenerator<RestoreLine, void, undefined> {
    for await (const line of this.#current(tenantId, runId))
      if (isWanted(line, only)) yield this.#open(tenantId, line);
  }

  async counts(tenantId: TenantId, runId: RunId): Promise<RestoreCounts> {
    const counts = { ...NOTHING_COUNTED };
    for await (const line of this.#current(tenantId, runId, FACTS)) {
      counts[line.outcome] += 1;
      if (isWanted(line, 'incomplete')) counts.valuesLeftOut += line.leftOutCount;
    }
    return counts;
  }

  async countIncomplete(tenantId: TenantId, runId: RunId): Promise<number> {
    let count = 0;
    for await (const line of this.#current(tenantId, runId, FACTS))
      if (isWanted(line, 'incomplete')) count += 1;
    return count;
  }

  /** Which objects of the backup have a line that says where they are. */
  async *settledIds(tenantId: TenantId, runId: RunId): AsyncGenerator<string, void, undefined> {
    for await (const { sourceId, targetId } of this.#current(tenantId, runId, FACTS))
      if (targetId !== undefined) yield sourceId;
  }

  async *knownInSchema(
    tenantId: TenantId,
    route: SitePair & SchemaOnSite,
  ): AsyncGenerator<KnownId, void, undefined> {
    const place = { to: toOf(route), way: wayOf(route) };
    const runs = await this.#blocks
      .of(tenantId)
      .group<{ _id: RunId; newest: number }>(place, { _id: '$runId', newest: { $max: '$order' } });
    runs.sort((a, b) => b.newest - a.newest);
    for (const { _id } of runs)
      for await (const placed of this.#blocks.current(tenantId, _id, FACTS))
        yield* toKnown(toStored(placed));
    for await (const line of this.#single.into(tenantId, place)) yield* toKnown(line);
  }

  async known(tenantId: TenantId, route: SitePair, sourceIds: string[]): Promise<KnownId[]> {
    const way = wayOf(route);
    const placed = await this.#blocks.about(tenantId, { way }, sourceIds);
    placed.sort((a, b) => b.block.order - a.block.order);
    const earlier = await this.#single.about(tenantId, way, sourceIds);
    return [...placed.map(toStored), ...earlier].flatMap(toKnown);
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#blocks.purge(tenantId);
    await this.#single.purge(tenantId);
  }

  /** The line that counts of each object. A restore may have begun under an earlier version. */
  async *#current(
    tenantId: TenantId,
    runId: RunId,
    options: { facts?: boolean } = {},
  ): AsyncGenerator<StoredLine, void, undefined> {
    const seen = new SeenIds();
    for await (const placed of this.#blocks.current(tenantId, runId, { ...options, seen }))
      yield toStored(placed);
    for await (const line of this.#single.of(tenantId, runId, options))
      if (seen.add(line.sourceId)) yield line;
  }

  #seal(tenantId: TenantId, name: string, words: Words): Promise<string> {
    return this.#secrets.seal(tenantId, name, 'words', boundedText(words));
  }

  /** A line that was damaged hides no other one of its report. */
  async #open(tenantId: TenantId, line: StoredLine): Promise<RestoreLine> {
    const { runId, sourceId, outcome, targetId, words = '' } = line;
    const fields = targetId ? { sourceId, outcome, targetId } : { sourceId, outcome };
    try {
      const name = sealName(runId, sourceId);
      const opened = await this.#secrets.open(tenantId, name, 'words', words);
      return { ...fields, ...(JSON.parse(opened) as Words) };
    } catch (error) {
      if (error instanceof Damaged || error instanceof SyntaxError)
        return { ...fields, ...UNREADABLE };
      throw error;
    }
  }
}

const FACTS = { facts: true } as const;

const NOTHING_COUNTED = {
  created: 0,
  updated: 0,
  left: 0,
  skipped: 0,
  failed: 0,
  valuesLeftOut: 0,
};

const UNREADABLE: Words = {
  sourceKey: '',
  label: '',
  typeName: '',
  reason: "This object's entry can't be read because it was changed in the database.",
};

/** What the words of a line are sealed for. */
const sealName = (runId: RunId, sourceId: string): string => `${runId}:${sourceId}`;

function isWanted({ outcome, leftOutCount }: StoredLine, wanted?: Wanted): boolean {
  // Of an object that failed, nothing is there: it is counted as a whole.
  if (wanted === 'incomplete') return leftOutCount > 0 && outcome !== 'failed';
  return wanted === undefined || outcome === wanted;
}

const toStored = ({ id, line, block }: PlacedLine<Outcome>): StoredLine => ({
  ...line,
  sourceId: id,
  runId: block.runId,
  targetSchemaId: block.targetSchemaId ?? '',
});

function toKnown({ sourceId, targetId, targetSchemaId, runId, outcome }: StoredLine): KnownId[] {
  return targetId ? [{ sourceId, targetId, targetSchemaId, runId, outcome }] : [];
}
