import type { Connection } from 'mongoose';
import { CLOCK_TOLERANCE_MS } from '../../../core/kernel/time/clock.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import type {
  KnownId,
  Outcome,
  RestoreCounts,
  RestoreLine,
  RestoreRoute,
  RestoreStore,
} from '../../../core/restores/report/restore-line.ts';
import { NO_TEXT } from '../../odd-fields.ts';
import type { SecretBox } from '../../sealing/secret-box.ts';
import { TenantCollection } from '../../tenant-collection.ts';
import { MongoIssueLines } from './mongo-issue-lines.ts';
import { ReportLines } from './report-lines.ts';
import {
  intentSchema,
  placeSchema,
  typeSchema,
  type IntentDocument,
  type PlaceDocument,
  type TypeDocument,
} from './restore-documents.ts';
import { wayOf } from './way-of.ts';

type SitePair = Pick<RestoreRoute, 'sourceWorkspace' | 'targetWorkspace'>;

export class MongoRestoreStore implements RestoreStore {
  readonly issues: MongoIssueLines;
  readonly #lines: ReportLines;
  readonly #intents: TenantCollection<IntentDocument>;
  readonly #types: TenantCollection<TypeDocument>;
  readonly #places: TenantCollection<PlaceDocument>;
  #intended = 0;

  constructor(connection: Connection, secrets: SecretBox) {
    this.issues = new MongoIssueLines(connection, secrets);
    this.#lines = new ReportLines(connection, secrets);
    this.#intents = new TenantCollection(connection, 'RestoreIntent', intentSchema);
    this.#types = new TenantCollection(connection, 'RestoreType', typeSchema);
    this.#places = new TenantCollection(connection, 'RestorePlace', placeSchema);
  }

  note(route: RestoreRoute, lines: RestoreLine[]): Promise<void> {
    return this.#lines.note(route, lines);
  }

  async intend({ tenantId, runId, fence }: RestoreRoute, sourceIds: string[]): Promise<void> {
    this.#intended += 1;
    const _id = `${runId}:${fence}.${Date.now()}.${this.#intended}`;
    await this.#intents.of(tenantId).insert({ _id, tenantId, runId, sourceIds });
  }

  async unsettled(tenantId: TenantId, runId: RunId): Promise<string[]> {
    const intents = await this.#intents.of(tenantId).find({ runId });
    const unsettled = new Set(intents.flatMap(({ sourceIds }) => sourceIds));
    if (unsettled.size === 0) return [];
    for await (const id of this.#lines.settledIds(tenantId, runId)) unsettled.delete(id);
    return [...unsettled];
  }

  lines(
    tenantId: TenantId,
    runId: RunId,
    only?: Outcome | 'incomplete',
  ): AsyncGenerator<RestoreLine, void, undefined> {
    return this.#lines.lines(tenantId, runId, only);
  }

  counts(tenantId: TenantId, runId: RunId): Promise<RestoreCounts> {
    return this.#lines.counts(tenantId, runId);
  }

  countIncomplete(tenantId: TenantId, runId: RunId): Promise<number> {
    return this.#lines.countIncomplete(tenantId, runId);
  }

  knownInSchema(
    tenantId: TenantId,
    route: Pick<RestoreRoute, 'sourceWorkspace' | 'targetWorkspace' | 'targetSchemaId'>,
  ): AsyncGenerator<KnownId, void, undefined> {
    return this.#lines.knownInSchema(tenantId, route);
  }

  known(tenantId: TenantId, route: SitePair, sourceIds: string[]): Promise<KnownId[]> {
    return this.#lines.known(tenantId, route, sourceIds);
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
      const holder = { tenantId, runId };
      const claimed =
        (await this.#places.of(tenantId).insert({ _id: place, ...holder })) ||
        // What is no run, because it was changed in the database, holds nothing.
        (await this.#places.everyTenant.update({ _id: place, runId: NO_TEXT }, { $set: holder }));
      if (claimed) return { taken: true, holder };
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
    await this.#lines.purge(tenantId);
    await this.#intents.purge(tenantId);
    await this.#types.purge(tenantId, ['way', 'sourceId']);
    await this.#places.purge(tenantId);
  }
}

interface Dated {
  at: Date;
}

const newestFirst = (a: Dated, b: Dated): number => believedMs(b) - believedMs(a);

/** What was dated by a clock that was ahead, or changed in the database, is the oldest. */
const believedMs = ({ at }: Dated): number =>
  at instanceof Date && at.getTime() <= Date.now() + CLOCK_TOLERANCE_MS ? at.getTime() : 0;
