import { backupKind } from '../../backups/backup-kind.ts';
import type { Backup } from '../../backups/backup.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { orAbsent } from '../../kernel/errors.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import { restoreKind } from '../../restores/restore-kind.ts';
import { describeRun } from '../../runs/describe-run.ts';
import type { ShownRun } from '../../runs/run-kind.ts';
import type { RunKinds } from '../../runs/run-kinds.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Run } from '../../runs/run.ts';
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

interface Deps {
  grid: Grid;
  backups: BackupStore;
  runs: RunStore;
  runKinds: RunKinds;
}

/** What the pages of one schema have in common. */
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

  /** What has the schema comes first. */
  #workOn({ schema, run: active }: GridRow, open: readonly Run[]): OpenRun[] {
    const others = open.filter((run) => run.catalogId === schema.id && run.id !== active?.id);
    return [active, ...others].flatMap((run) => {
      const shown = run && this.#deps.runKinds.of(run)?.shown;
      return run && shown?.stop ? [{ run, shown, about: describeRun(run, shown) }] : [];
    });
  }
}
