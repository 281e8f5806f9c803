import type { Connection } from 'mongoose';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import type {
  KnownId,
  Outcome,
  RestoreCounts,
  RestoreLine,
  RestoreRoute,
  RestoreStore,
} from '../../../core/restores/report/restore-line.ts';
import type { SecretBox } from '../../sealing/secret-box.ts';
import { TenantCollection } from '../../tenant-collection.ts';
import { boundedText } from './bounded-text.ts';
import { MongoIssueLines } from './mongo-issue-lines.ts';
import {
  intentSchema,
  lineSchema,
  placeSchema,
  typeSchema,
  type IntentDocument,
  type LineDocument,
  type PlaceDocument,
  type TypeDocument,
  type Words,
} from './restore-documents.ts';

type SitePair = Pick<RestoreRoute, 'sourceWorkspace' | 'targetWorkspace'>;
type SchemaOnSite = Pick<RestoreRoute, 'targetWorkspace' | 'targetSchemaId'>;

const wayOf = ({ sourceWorkspace, targetWorkspace }: SitePair): string =>
  `${sourceWorkspace}>${targetWorkspace}`;
const toOf = ({ targetWorkspace, targetSchemaId }: SchemaOnSite): string =>
  `${targetWorkspace}:${targetSchemaId}`;

const HAS_TARGET = { targetId: { $exists: true } };
const KNOWN_FIELDS = {
  sourceId: 1,
  targetId: 1,
  targetSchemaId: 1,
  runId: 1,
  outcome: 1,
  at: 1,
} as const;

export class MongoRestoreStore implements RestoreStore {
  readonly issues: MongoIssueLines;
  readonly #lines: TenantCollection<LineDocument>;
  readonly #intents: TenantCollection<IntentDocument>;
  readonly #types: TenantCollection<TypeDocument>;
  readonly #places: TenantCollection<PlaceDocument>;
  readonly #secrets: SecretBox;
  #intended = 0;

  constructor(connection: Connection, secrets: SecretBox) {
    this.#secrets = secrets;
    this.issues = new MongoIssueLines(connection, secrets);
    this.#lines = new TenantCollection(connection, 'RestoreLine', lineSchema);
    this.#intents = new TenantCollection(connection, 'RestoreIntent', intentSchema);
    this.#types = new TenantCollection(connection, 'RestoreType', typeSchema);
    this.#places = new TenantCollection(connection, 'RestorePlace', placeSchema);
  }

  /**
   * Most lines are new: those that stand already are replaced one by one, unless they are of a
   * higher fence.
   */
  async note(route: RestoreRoute, lines: RestoreLine[]): Promise<void> {
    const stored = this.#lines.of(route.tenantId);
    const at = new Date();
    const documents = await Promise.all(lines.map((line) => this.#toDocument(route, line, at)));
    const standing = await stored.insertNew(documents);
    const updates = standing.map(({ _id, ...fields }) => ({
      filter: { _id, fence: { $lte: route.fence } },
      change: { $set: fields },
      upsert: true,
    }));
    await stored.updateEach(updates);
  }

  async intend({ tenantId, runId, fence }: RestoreRoute, sourceIds: string[]): Promise<void> {
    this.#intended += 1;
    const _id = `${runId}:${fence}.${Date.now()}.${this.#intended}`;
    await this.#intents.of(tenantId).insert({ _id, tenantId, runId, sourceIds });
  }

  async unsettled(tenantId: TenantId, runId: RunId): Promise<string[]> {
    const intents = await this.#intents.of(tenantId).find({ runId });
    const unsettled = new Set(intents.flatMap(({ sourceIds }) => sourceIds));
    const settled = this.#lines
      .of(tenantId)
      .each({ runId, ...HAS_TARGET }, { select: { sourceId: 1 } });
    for await (const { sourceId } of settled) unsettled.delete(sourceId);
    return [...unsettled];
  }

  async *lines(
    tenantId: TenantId,
    runId: RunId,
    only?: Outcome | 'incomplete',
  ): AsyncGenerator<RestoreLine, void, undefined> {
    const filter = only ? { runId, ...limitedTo(only) } : { runId };
    const documents = this.#lines.of(tenantId).each(filter);
    for await (const document of documents) yield this.#toLine(document);
  }

  async counts(tenantId: TenantId, runId: RunId): Promise<RestoreCounts> {
    const counts = { ...NOTHING_COUNTED };
    const groups = await this.#lines.of(tenantId).group<CountedOutcome>(
      { runId },
      {
        _id: '$outcome',
        lines: { $sum: 1 },
        leftOut: { $sum: '$leftOutCount' },
      },
    );
    for (const { _id, lines, leftOut } of groups) {
      counts[_id] = lines;
      counts.valuesLeftOut += leftOut;
    }
    return counts;
  }

  countIncomplete(tenantId: TenantId, runId: RunId): Promise<number> {
    const filter = { runId, ...limitedTo('incomplete'), outcome: { $ne: 'failed' } };
    return this.#lines.of(tenantId).count(filter);
  }

  async *knownInSchema(
    tenantId: TenantId,
    route: SitePair & SchemaOnSite,
  ): AsyncGenerator<KnownId, void, undefined> {
    const filter = { to: toOf(route), way: wayOf(route), ...HAS_TARGET };
    const documents = this.#lines
      .of(tenantId)
      .each(filter, { sort: { at: -1 }, select: KNOWN_FIELDS });
    for await (const document of documents) yield* toKnown(document);
  }

  async known(tenantId: TenantId, route: SitePair, sourceIds: string[]): Promise<KnownId[]> {
    const filter = { way: wayOf(route), sourceId: { $in: sourceIds }, ...HAS_TARGET };
    const documents = await this.#lines.of(tenantId).find(filter, { select: KNOWN_FIELDS });
    return documents.sort(newestFirst).flatMap(toKnown);
  }

  async noteTypes(
    route: RestoreRoute,
    types: { sourceId: string; targetId: string }[],
  ): Promise<void> {
    const fields = { way: wayOf(route), at: new Date() };
    const updates = types.map(({ sourceId, targetId }) => ({
      filter: { _id: `${route.runId}:${sourceId}` },
      change: { $set: { ...fields, sourceId, targetId } },
      upsert: true,
    }));
    await this.#types.of(route.tenantId).updateEach(updates);
  }

  async knownTypes(
    tenantId: TenantId,
    route: SitePair,
    sourceIds: string[],
  ): Promise<{ sourceId: string; targetId: string }[]> {
    const filter = { way: wayOf(route), sourceId: { $in: sourceIds } };
    const documents = await this.#types.of(tenantId).find(filter);
    return documents.sort(newestFirst).map(({ sourceId, targetId }) => ({ sourceId, targetId }));
  }

  async claim(
    place: string,
    tenantId: TenantId,
    runId: RunId,
  ): Promise<{ taken: boolean; holder: { tenantId: TenantId; runId: RunId } }> {
    for (;;) {
      const claimed = await this.#places.of(tenantId).insert({ _id: place, tenantId, runId });
      if (claimed) return { taken: true, holder: { tenantId, runId } };
      const held = await this.#places.everyTenant.byId(place);
      if (held)
        return {
          taken: held.runId === runId,
          holder: { tenantId: held.tenantId, runId: held.runId },
        };
    }
  }

  takeOver(place: string, from: RunId, tenantId: TenantId, runId: RunId): Promise<boolean> {
    const holder = { tenantId, runId };
    return this.#places.everyTenant.update({ _id: place, runId: from }, { $set: holder });
  }

  async releaseAll(tenantId: TenantId, runId: RunId): Promise<void> {
    await this.#places.of(tenantId).deleteMany({ runId });
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.issues.purge(tenantId);
    await this.#lines.purge(tenantId, ['way', 'sourceId']);
    await this.#intents.purge(tenantId);
    await this.#types.purge(tenantId, ['way', 'sourceId']);
    await this.#places.purge(tenantId);
  }

  async #toDocument(route: RestoreRoute, line: RestoreLine, at: Date): Promise<LineDocument> {
    const { tenantId, runId, fence, targetSchemaId } = route;
    const { sourceId, outcome, targetId, ...words } = line;
    const _id = `${runId}:${sourceId}`;
    const text = boundedText(words);
    return {
      _id,
      tenantId,
      runId,
      fence,
      to: toOf(route),
      way: wayOf(route),
      targetSchemaId,
      at,
      sourceId,
      outcome,
      targetId,
      words: await this.#secrets.seal(tenantId, _id, 'words', text),
      leftOutCount: words.leftOut?.length ?? 0,
    };
  }

  async #toLine(document: LineDocument): Promise<RestoreLine> {
    const { sourceId, outcome, targetId } = document;
    const words = await this.#wordsOf(document);
    return targetId ? { sourceId, outcome, targetId, ...words } : { sourceId, outcome, ...words };
  }

  /** A line that was damaged hides no other one of its report. */
  async #wordsOf({ _id, tenantId, words }: LineDocument): Promise<Words> {
    try {
      return JSON.parse(await this.#secrets.open(tenantId, _id, 'words', words)) as Words;
    } catch (error) {
      if (error instanceof Damaged || error instanceof SyntaxError) return UNREADABLE;
      throw error;
    }
  }
}

interface CountedOutcome {
  _id: Outcome;
  lines: number;
  leftOut: number;
}

const NOTHING_COUNTED = {
  created: 0,
  updated: 0,
  left: 0,
  skipped: 0,
  failed: 0,
  valuesLeftOut: 0,
};

const limitedTo = (only: Outcome | 'incomplete') =>
  only === 'incomplete' ? { leftOutCount: { $gt: 0 } } : { outcome: only };

const UNREADABLE: Words = {
  sourceKey: '',
  label: '',
  typeName: '',
  reason: "This object's entry can't be read because it was changed in the database.",
};

const newestFirst = (a: { at: Date }, b: { at: Date }): number => b.at.getTime() - a.at.getTime();

function toKnown({ sourceId, targetId, targetSchemaId, runId, outcome }: LineDocument): KnownId[] {
  return targetId ? [{ sourceId, targetId, targetSchemaId, runId, outcome }] : [];
}
