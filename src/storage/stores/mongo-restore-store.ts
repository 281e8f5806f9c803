import { Schema, type Connection, type Model } from 'mongoose';
import { Conflict } from '../../core/kernel/errors.ts';
import {
  runId as brandRun,
  tenantId as brandTenant,
  type RunId,
  type TenantId,
} from '../../core/kernel/ids.ts';
import type {
  KnownId,
  Outcome,
  RestoreLine,
  RestoreRoute,
  RestoreStore,
} from '../../core/restores/report/restore-lines.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import { eachDocument } from '../each-document.ts';
import { DUPLICATE, translated, translateError } from '../translate-errors.ts';

/** What a line says in words: sealed, for it holds content of the backup. */
type Words = Pick<
  RestoreLine,
  'sourceKey' | 'label' | 'typeName' | 'targetKey' | 'reason' | 'leftOut'
>;
/** `<run>:<source id>` is the id: one line an object. `to` names the schema that it went to, `way` the two sites. */
type LineDocument = Pick<RestoreLine, 'sourceId' | 'outcome' | 'targetId'> & {
  _id: string;
  tenantId: string;
  runId: string;
  fence: number;
  to: string;
  way: string;
  targetSchemaId: string;
  at: Date;
  words: string;
  leftOutCount: number;
};
interface IntentDocument {
  _id: string;
  tenantId: string;
  runId: string;
  sourceIds: string[];
}
interface TypeDocument {
  _id: string;
  tenantId: string;
  way: string;
  sourceId: string;
  targetId: string;
  at: Date;
}
interface WriteError {
  code: number;
  index: number;
  errmsg?: string;
}
interface PlaceDocument {
  _id: string;
  tenantId: string;
  runId: string;
}

const id = { type: String, required: true };
const lineSchema = new Schema<LineDocument>(
  {
    _id: id,
    tenantId: id,
    runId: id,
    fence: Number,
    to: String,
    way: String,
    targetSchemaId: String,
    at: Date,
    sourceId: String,
    outcome: String,
    targetId: String,
    words: String,
    leftOutCount: Number,
  },
  { collection: 'restore_lines', versionKey: false },
);
lineSchema.index({ runId: 1, outcome: 1 });
lineSchema.index({ tenantId: 1, to: 1, way: 1, at: -1 });
lineSchema.index({ tenantId: 1, way: 1, sourceId: 1, at: -1 });
const intentSchema = new Schema<IntentDocument>(
  { _id: id, tenantId: id, runId: id, sourceIds: [String] },
  { collection: 'restore_intents', versionKey: false },
);
intentSchema.index({ runId: 1 });
const typeSchema = new Schema<TypeDocument>(
  { _id: id, tenantId: id, way: String, sourceId: String, targetId: String, at: Date },
  { collection: 'restore_types', versionKey: false },
);
typeSchema.index({ tenantId: 1, way: 1, sourceId: 1, at: -1 });
const placeSchema = new Schema<PlaceDocument>(
  { _id: id, tenantId: id, runId: id },
  { collection: 'restore_places', versionKey: false },
);
placeSchema.index({ tenantId: 1 });

const toOf = ({
  targetWorkspace,
  targetSchemaId,
}: {
  targetWorkspace: string;
  targetSchemaId: string;
}): string => `${targetWorkspace}:${targetSchemaId}`;
const wayOf = ({
  sourceWorkspace,
  targetWorkspace,
}: {
  sourceWorkspace: string;
  targetWorkspace: string;
}): string => `${sourceWorkspace}>${targetWorkspace}`;

export class MongoRestoreStore implements RestoreStore {
  readonly #lines: Model<LineDocument>;
  readonly #intents: Model<IntentDocument>;
  readonly #types: Model<TypeDocument>;
  readonly #places: Model<PlaceDocument>;
  readonly #secrets: SecretBox;
  #intended = 0;

  constructor(connection: Connection, secrets: SecretBox) {
    this.#secrets = secrets;
    this.#lines = connection.model<LineDocument>('RestoreLine', lineSchema);
    this.#intents = connection.model<IntentDocument>('RestoreIntent', intentSchema);
    this.#types = connection.model<TypeDocument>('RestoreType', typeSchema);
    this.#places = connection.model<PlaceDocument>('RestorePlace', placeSchema);
  }

  async note(route: RestoreRoute, lines: RestoreLine[]): Promise<void> {
    const { tenantId, runId, fence, targetSchemaId } = route;
    const at = new Date();
    const documents = await Promise.all(
      lines.map(async ({ sourceId, outcome, targetId, ...words }): Promise<LineDocument> => {
        const _id = `${runId}:${sourceId}`;
        const sealed = await this.#secrets.seal(
          tenantId,
          _id,
          'words',
          JSON.stringify(words satisfies Words),
        );
        return {
          _id,
          sourceId,
          outcome,
          ...(targetId === undefined ? {} : { targetId }),
          words: sealed,
          leftOutCount: words.leftOut?.length ?? 0,
          tenantId: String(tenantId),
          runId: String(runId),
          fence,
          to: toOf(route),
          way: wayOf(route),
          targetSchemaId,
          at,
        };
      }),
    );
    if (documents.length === 0) return;
    const operations = (await this.#insertNew(documents)).map(({ _id, ...$set }) => ({
      updateOne: { filter: { _id, fence: { $lte: fence } }, update: { $set }, upsert: true },
    }));
    if (operations.length > 0)
      await this.#ignoringDuplicates(() =>
        this.#lines.bulkWrite(operations as never, { ordered: false }),
      );
  }

  async intend({ tenantId, runId, fence }: RestoreRoute, sourceIds: string[]): Promise<void> {
    this.#intended += 1;
    await translated(() =>
      this.#intents.insertMany([
        {
          _id: `${runId}:${fence}.${Date.now()}.${this.#intended}`,
          tenantId: String(tenantId),
          runId: String(runId),
          sourceIds,
        },
      ]),
    );
  }

  async unsettled(tenantId: TenantId, runId: RunId): Promise<string[]> {
    const open = new Set<string>();
    const intents = await translated(() =>
      this.#intents
        .find({ runId: String(runId), tenantId: String(tenantId) })
        .lean<IntentDocument[]>()
        .exec(),
    );
    for (const { sourceIds } of intents) for (const sourceId of sourceIds) open.add(sourceId);
    const cursor = this.#lines
      .find({ runId: String(runId), tenantId: String(tenantId), targetId: { $exists: true } })
      .select({ sourceId: 1 })
      .lean<LineDocument[]>()
      .cursor();
    for await (const { sourceId } of eachDocument<LineDocument>(cursor)) open.delete(sourceId);
    return [...open];
  }

  async *lines(
    tenantId: TenantId,
    runId: RunId,
    outcome?: Outcome,
  ): AsyncGenerator<RestoreLine, void, undefined> {
    const cursor = this.#lines
      .find({ runId: String(runId), tenantId: String(tenantId), ...(outcome ? { outcome } : {}) })
      .lean<LineDocument[]>()
      .cursor();
    for await (const document of eachDocument<LineDocument>(cursor))
      yield this.#opened(tenantId, document);
  }

  async counts(
    tenantId: TenantId,
    runId: RunId,
  ): Promise<Record<Outcome, number> & { valuesLeftOut: number }> {
    const counts = { created: 0, updated: 0, left: 0, skipped: 0, failed: 0, valuesLeftOut: 0 };
    const groups = await translated(() =>
      this.#lines
        .aggregate<{ _id: Outcome; lines: number; leftOut: number }>([
          { $match: { runId: String(runId), tenantId: String(tenantId) } },
          { $group: { _id: '$outcome', lines: { $sum: 1 }, leftOut: { $sum: '$leftOutCount' } } },
        ])
        .exec(),
    );
    for (const { _id, lines, leftOut } of groups) {
      counts[_id] = lines;
      counts.valuesLeftOut += leftOut;
    }
    return counts;
  }

  async *knownInSchema(
    tenantId: TenantId,
    route: { sourceWorkspace: string; targetWorkspace: string; targetSchemaId: string },
  ): AsyncGenerator<KnownId, void, undefined> {
    const cursor = this.#lines
      .find({
        tenantId: String(tenantId),
        to: toOf(route),
        way: wayOf(route),
        targetId: { $exists: true },
      })
      .sort({ at: -1 })
      .select({ sourceId: 1, targetId: 1, targetSchemaId: 1, runId: 1, outcome: 1 })
      .lean<LineDocument[]>()
      .cursor();
    for await (const document of eachDocument<LineDocument>(cursor)) yield toKnown(document);
  }

  async known(
    tenantId: TenantId,
    route: { sourceWorkspace: string; targetWorkspace: string },
    sourceIds: string[],
  ): Promise<KnownId[]> {
    const documents = await translated(() =>
      this.#lines
        .find({
          tenantId: String(tenantId),
          way: wayOf(route),
          sourceId: { $in: sourceIds },
          targetId: { $exists: true },
        })
        .select({ sourceId: 1, targetId: 1, targetSchemaId: 1, runId: 1, outcome: 1, at: 1 })
        .lean<LineDocument[]>()
        .exec(),
    );
    return documents.sort((a, b) => b.at.getTime() - a.at.getTime()).map(toKnown);
  }

  async noteTypes(
    route: RestoreRoute,
    types: { sourceId: string; targetId: string }[],
  ): Promise<void> {
    const at = new Date();
    const operations = types.map(({ sourceId, targetId }) => ({
      updateOne: {
        filter: { _id: `${route.runId}:${sourceId}` },
        update: {
          $set: { tenantId: String(route.tenantId), way: wayOf(route), sourceId, targetId, at },
        },
        upsert: true,
      },
    }));
    if (operations.length > 0)
      await this.#ignoringDuplicates(() => this.#types.bulkWrite(operations, { ordered: false }));
  }

  async knownTypes(
    tenantId: TenantId,
    route: { sourceWorkspace: string; targetWorkspace: string },
    sourceIds: string[],
  ): Promise<{ sourceId: string; targetId: string }[]> {
    const documents = await translated(() =>
      this.#types
        .find({ tenantId: String(tenantId), way: wayOf(route), sourceId: { $in: sourceIds } })
        .lean<TypeDocument[]>()
        .exec(),
    );
    return documents
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .map(({ sourceId, targetId }) => ({ sourceId, targetId }));
  }

  async claim(
    place: string,
    tenantId: TenantId,
    runId: RunId,
  ): Promise<{ taken: boolean; holder: { tenantId: TenantId; runId: RunId } }> {
    const mine = { tenantId, runId };
    for (;;) {
      try {
        await translated(() =>
          this.#places.insertMany([
            { _id: place, tenantId: String(tenantId), runId: String(runId) },
          ]),
        );
        return { taken: true, holder: mine };
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
      const held = await translated(() =>
        this.#places.findOne({ _id: place }).lean<PlaceDocument>().exec(),
      );
      if (held)
        return {
          taken: held.runId === runId,
          holder: { tenantId: brandTenant(held.tenantId), runId: brandRun(held.runId) },
        };
    }
  }

  async takeOver(place: string, from: RunId, tenantId: TenantId, runId: RunId): Promise<boolean> {
    return (
      (
        await translated(() =>
          this.#places
            .updateOne(
              { _id: place, runId: String(from) },
              { $set: { tenantId: String(tenantId), runId: String(runId) } },
            )
            .exec(),
        )
      ).matchedCount === 1
    );
  }

  async release(place: string, runId: RunId): Promise<void> {
    await translated(() => this.#places.deleteOne({ _id: place, runId: String(runId) }).exec());
  }

  async purge(tenantId: TenantId): Promise<void> {
    const mine = { tenantId: String(tenantId) };
    for (const purge of [
      this.#lines.deleteMany(mine),
      this.#intents.deleteMany(mine),
      this.#types.deleteMany(mine),
      this.#places.deleteMany(mine),
    ])
      await purge.exec();
  }

  async #opened(
    tenantId: TenantId,
    { _id, sourceId, outcome, targetId, words }: LineDocument,
  ): Promise<RestoreLine> {
    return {
      sourceId,
      outcome,
      ...(targetId ? { targetId } : {}),
      ...(JSON.parse(await this.#secrets.open(tenantId, _id, 'words', words)) as Words),
    };
  }

  /** Inserts lines, which is several times quicker than an upsert; returns those whose place is taken. */
  async #insertNew(documents: LineDocument[]): Promise<LineDocument[]> {
    try {
      await this.#lines.bulkWrite(
        documents.map((document) => ({ insertOne: { document } })) as never,
        { ordered: false },
      );
      return [];
    } catch (error) {
      const errors = [
        (error as { writeErrors?: WriteError | WriteError[] }).writeErrors ?? [],
      ].flat();
      const other = errors.find(({ code }) => code !== DUPLICATE);
      if (errors.length === 0) throw translateError(error);
      if (other)
        throw translateError(
          Object.assign(new Error(other.errmsg, { cause: error }), { code: other.code }),
        );
      return errors.map(({ index }) => documents[index]!);
    }
  }

  /** A line of a higher fence stands already: it stays. */
  async #ignoringDuplicates(write: () => Promise<unknown>): Promise<void> {
    await translated(write).catch((error: unknown) => {
      if (!(error instanceof Conflict)) throw error;
    });
  }
}

const toKnown = ({
  sourceId,
  targetId,
  targetSchemaId,
  runId,
  outcome,
}: LineDocument): KnownId => ({
  sourceId,
  targetId: targetId!,
  targetSchemaId,
  runId: brandRun(runId),
  outcome,
});
