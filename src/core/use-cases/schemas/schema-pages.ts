import { backupKind } from '../../backups/backup-kind.ts';
import type { Backup } from '../../backups/backup.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { TimelineBackup } from '../../backups/backup-lists.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { orAbsent } from '../../kernel/errors.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import { restoreKind } from '../../restores/restore-kind.ts';
import { describeRun } from '../../runs/describe-run.ts';
import type { ShownRun } from '../../runs/run-kind.ts';
import type { RunKinds } from '../../runs/run-kinds.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Run } from '../../runs/run.ts';
import type { ScheduleStore } from '../../schedules/schedule.ts';
import type { Grid, GridRow } from './grid.ts';

/** A run in progress, with how its kind appears to an administrator. */
export interface OpenRun {
  run: Run;
  shown: ShownRun;
  /** What it is about beside the schema. */
  about: string | undefined;
}

/** What stands above every view of one schema. */
export interface SchemaHead extends GridRow {
  /** The newest complete backup, as long as it is there. */
  lastBackup: Backup | undefined;
  /** The tenant's runs in progress, of whatever kind. */
  open: Run[];
  /** Those of them that an administrator may stop: on the schema, and on its backups. */
  work: OpenRun[];
  restoreCount: number;
  /** Backups that were stopped or failed. */
  terminatedCount: number;
}

/** What became of a schema's backups since a moment. */
export interface SchemaTimeline {
  /** Newest first. */
  backups: TimelineBackup[];
  failed: Date[];
  /** Slots without a backup, because the one before was still going. */
  skipped: Date[];
}

/** Points of a timeline: several a day for three months. */
const MAX_POINTS = 500;

interface Deps {
  grid: Grid;
  catalog: CatalogStore;
  backups: BackupStore;
  runs: RunStore;
  runKinds: RunKinds;
  schedules: ScheduleStore;
}

/** What the pages of one schema have in common, and its timeline. */
export class SchemaPages {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Seven queries, however much is stored of the schema. @throws NotFound */
  async head(tenantId: TenantId, id: CatalogId): Promise<SchemaHead> {
    const { grid, backups, runs } = this.#deps;
    // The runs first: what has ended since then stands in what is read after them.
    const open = await runs.open(tenantId);
    const [row, restoreCount, terminatedCount] = await Promise.all([
      grid.row(tenantId, id),
      runs.count(tenantId, { kind: restoreKind, catalogId: id }),
      runs.count(tenantId, { kind: backupKind, catalogId: id, states: ['stopped', 'failed'] }),
    ]);
    const { lastBackupId } = row.schema;
    return {
      ...row,
      lastBackup: lastBackupId && (await orAbsent(backups.get(tenantId, lastBackupId))),
      open,
      work: this.#workOn(row, open),
      restoreCount,
      terminatedCount,
    };
  }

  /** Four queries, however much there is. @throws NotFound */
  async timeline(tenantId: TenantId, id: CatalogId, from: Date): Promise<SchemaTimeline> {
    const { backups, runs, schedules, catalog } = this.#deps;
    await catalog.get(tenantId, id);
    const [points, failed, slots] = await Promise.all([
      backups.since(tenantId, id, from, MAX_POINTS),
      runs.newest(tenantId, MAX_POINTS, {
        kind: backupKind,
        catalogId: id,
        states: ['failed'],
        withoutResults: true,
      }),
      schedules.newestSlots(tenantId, id, MAX_POINTS),
    ]);
    return {
      backups: points,
      failed: failed.flatMap(({ endedAt }) => (endedAt && endedAt >= from ? endedAt : [])),
      skipped: slots.flatMap(({ at, skipped }) => (skipped !== undefined && at >= from ? at : [])),
    };
  }

  /** What has the schema comes first. */
  #workOn({ schema, run: active }: GridRow, open: readonly Run[]): OpenRun[] {
    const others = open.filter((run) => run.catalogId === schema.id && run.id !== active?.id);
    return [active, ...others].flatMap((run) => {
      const shown = run && this.#deps.runKinds.of(run)?.shown;
      return run && shown?.stop ? [{ run, shown, about: describeRun(run, shown) }] : [];
    });
  }
}
