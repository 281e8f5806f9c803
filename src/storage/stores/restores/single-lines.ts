import type { Connection } from 'mongoose';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import type { RestoreLine } from '../../../core/restores/report/restore-line.ts';
import { TenantCollection } from '../../tenant-collection.ts';
import { lineSchema, type LineDocument } from './restore-documents.ts';

/** What is told of a line apart from its words, which are sealed. */
export type StoredLine = Pick<RestoreLine, 'sourceId' | 'outcome' | 'targetId'> & {
  runId: RunId;
  targetSchemaId: string;
  leftOutCount: number;
  /** Sealed; absent where only facts were asked for. */
  words?: string;
};

const FACTS = {
  sourceId: 1,
  targetId: 1,
  targetSchemaId: 1,
  runId: 1,
  outcome: 1,
  leftOutCount: 1,
  at: 1,
} as const;

/** Reports of earlier versions, a document each line: read, and deleted with their tenant. */
export class SingleLines {
  readonly #lines: TenantCollection<LineDocument>;

  constructor(connection: Connection) {
    this.#lines = new TenantCollection(connection, 'RestoreLine', lineSchema);
  }

  of(
    tenantId: TenantId,
    runId: RunId,
    { facts = false } = {},
  ): AsyncGenerator<StoredLine, void, undefined> {
    return this.#lines.of(tenantId).each({ runId }, facts ? { select: FACTS } : {});
  }

  /** Newest first. */
  into(
    tenantId: TenantId,
    place: { to: string; way: string },
  ): AsyncGenerator<StoredLine, void, undefined> {
    return this.#lines.of(tenantId).each(place, { sort: { at: -1 }, select: FACTS });
  }

  /** Newest first. */
  async about(tenantId: TenantId, way: string, sourceIds: string[]): Promise<StoredLine[]> {
    const found = await this.#lines
      .of(tenantId)
      .find({ way, sourceId: { $in: sourceIds } }, { select: FACTS });
    return found.sort((a, b) => b.at.getTime() - a.at.getTime());
  }

  purge(tenantId: TenantId): Promise<void> {
    return this.#lines.purge(tenantId, ['way', 'sourceId']);
  }
}
