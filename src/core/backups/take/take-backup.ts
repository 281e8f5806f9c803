import type { Clock } from '../../kernel/clock.ts';
import type { CatalogStore } from '../../catalog/catalog.ts';
import { orAbsent, Refused } from '../../kernel/errors.ts';
import { runId, type CatalogId, type RunId, type TenantId } from '../../kernel/ids.ts';
import type { JsonValue } from '../../kernel/json.ts';
import { keepReporting } from '../../runs/keep-reporting.ts';
import { ProgressMeter } from '../../runs/progress-meter.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import type { Run, RunLease, RunStore } from '../../runs/run.ts';
import type { SiteAccess } from '../../sites/site-access.ts';
import type { BackupFacts } from '../backup.ts';
import { backupFacts } from '../backup-name.ts';
import { refreshBackupFacts } from '../keep/backup-history.ts';
import { NotedList } from './backup-notes.ts';
import { BackupReading, type ReadingState } from './backup-reading.ts';
import {
  assertSameScope,
  readCheckpoint,
  type BackupCheckpoint,
  type BackupScope,
} from './backup-scope.ts';
import { FORMAT_VERSION } from '../projection.ts';
import type { BackupVault, BackupWriter } from '../vault.ts';

const CHECKPOINT_MS = 60_000;
const CHECKPOINT_OBJECTS = 50_000;

export interface TakeBackupDeps {
  clock: Clock;
  runs: RunStore;
  catalog: CatalogStore;
  vault: BackupVault;
  access: SiteAccess;
}

/** The run that takes one backup of one schema. Resumes from its checkpoint; nothing it wrote counts before its finishing write. */
export class TakeBackup implements RunHandler {
  readonly kind = 'backup';
  readonly #deps: TakeBackupDeps;

  constructor(deps: TakeBackupDeps) {
    this.#deps = deps;
  }

  async work(lease: RunLease): Promise<RunOutcome> {
    const { run } = lease;
    const { clock, vault } = this.#deps;
    const catalogId = schemaOf(run);
    const meter = new ProgressMeter(clock, 'Connecting to the site');
    const schema = await this.#deps.catalog.get(run.tenantId, catalogId);
    const { site, assets } = await this.#deps.access.open(run.tenantId, schema.siteId, {
      onWait: (wait) => meter.wait(wait),
    });
    if (!site.setup) throw new Refused('no-source', 'Only a site that was set up is backed up.');
    const checkpoint = run.checkpoint === undefined ? undefined : readCheckpoint(run.checkpoint);
    const baseId = checkpoint
      ? checkpoint.scope.baseId
      : await this.#pinBase(run.tenantId, catalogId, run.id);
    const scope: BackupScope = {
      tenantId: run.tenantId,
      workspaceId: site.key,
      accountId: site.account.accountId,
      schemaId: schema.schemaId,
      storageId: site.setup.storageId,
      formatVersion: FORMAT_VERSION,
      baseId,
    };
    if (checkpoint) assertSameScope(checkpoint.scope, scope);
    const writer = await vault.openWriter({
      tenantId: run.tenantId,
      storageId: scope.storageId,
      runId: run.id,
      fence: lease.fence,
      signal: lease.signal,
      ...(baseId ? { baseId: runId(baseId) } : {}),
      ...(checkpoint ? { checkpoint: checkpoint.writer } : {}),
    });
    const state = stateOf(checkpoint);
    const startedAtMs = checkpoint?.startedAtMs ?? clock.now();
    const saves = new Saves(clock, lease, writer, () => ({
      scope,
      contiguous: state.contiguous,
      startedAtMs,
      unsaved: state.unsaved.listed,
      unsavedCount: state.unsaved.count,
    }));
    const ticking = keepReporting(lease, meter, clock);
    try {
      const reading = new BackupReading({
        site: assets,
        schemaId: schema.schemaId,
        writer,
        meter,
        signal: lease.signal,
        clock,
        startedAtMs,
        state,
        afterPage: (objects) => saves.afterPage(objects),
      });
      await reading.run();
      meter.set({ step: 'Sealing the backup' });
      const { schemaId, name, key } = schema;
      const sealed = await writer.finish({
        tenantId: run.tenantId,
        backupId: run.id,
        createdAt: new Date(clock.now()).toISOString(),
        site: {
          siteUrl: site.siteUrl,
          workspaceId: site.key,
          schemaId,
          schemaName: name,
          schemaKey: key,
        },
      });
      const facts: BackupFacts = {
        formatVersion: sealed.header.formatVersion,
        storageId: scope.storageId,
        workspaceId: site.key,
        siteUrl: site.siteUrl,
        accountId: site.account.accountId,
        schemaId,
        schemaName: name,
        schemaKey: key,
        counts: sealed.header.counts,
        contentBytes: sealed.header.contentBytes,
        storedBytes: sealed.storedBytes,
        rootHash: sealed.rootHash,
        ...(sealed.header.baseId ? { baseId: sealed.header.baseId } : {}),
        unsaved: state.unsaved.listed,
        unsavedCount: state.unsaved.count,
        moving: reading.moving.listed,
        movingCount: reading.moving.count,
      };
      await lease.report(meter.progress);
      return { result: facts as unknown as JsonValue };
    } finally {
      ticking.stop();
    }
  }

  async cleanUp({ run }: RunLease): Promise<void> {
    const connectionStorage =
      run.checkpoint === undefined
        ? undefined
        : readCheckpointQuietly(run.checkpoint)?.scope.storageId;
    await this.#deps.vault.discardRun(run.tenantId, connectionStorage ?? 'service', run.id);
  }

  async settle(run: Run): Promise<void> {
    const catalogId = schemaOf(run);
    await this.#unpinBase(run);
    const ended = await orAbsent(this.#deps.runs.get(run.tenantId, run.id)); // purged with its tenant
    if (!ended) return;
    if (ended.state === 'complete')
      await this.#deps.vault.tidyRun(run.tenantId, backupFacts(ended).storageId, run.id);
    await refreshBackupFacts(this.#deps, run.tenantId, catalogId);
    await this.#deps.catalog.vacate(run.tenantId, catalogId, run.id);
  }

  /** Pins the newest complete backup of the schema, if there is one, so that it stays while this run leans on it. */
  async #pinBase(tenantId: TenantId, catalogId: CatalogId, pin: RunId): Promise<string | null> {
    const { items } = await this.#deps.runs.list(tenantId, {
      kind: 'backup',
      catalogId,
      states: ['complete'],
      page: 1,
      pageSize: 1,
    });
    const newest = items[0];
    if (!newest) return null;
    try {
      await this.#deps.runs.pin(tenantId, newest.id, pin);
      return newest.id;
    } catch {
      return null; // it is being deleted just now: a full backup is taken instead
    }
  }

  async #unpinBase(run: Run): Promise<void> {
    const { items } = await this.#deps.runs.list(run.tenantId, {
      kind: 'backup',
      catalogId: schemaOf(run),
      states: ['complete'],
      includeDeleteRequested: true,
      page: 1,
      pageSize: 100,
    });
    for (const backup of items)
      if (backup.pins?.includes(run.id))
        await this.#deps.runs.unpin(run.tenantId, backup.id, run.id);
  }
}

function schemaOf(run: Run): CatalogId {
  if (!run.catalogId)
    throw new Refused('no-schema', 'This run names no schema. Start a new backup.');
  return run.catalogId;
}

function stateOf(checkpoint: BackupCheckpoint | undefined): ReadingState {
  const unsaved = new NotedList<{ id: string; reason: string }>();
  checkpoint?.unsaved.forEach((item) => unsaved.add(item));
  if (checkpoint) unsaved.count = checkpoint.unsavedCount;
  return { contiguous: { ...checkpoint?.contiguous }, unsaved };
}

function readCheckpointQuietly(value: JsonValue): BackupCheckpoint | undefined {
  try {
    return readCheckpoint(value);
  } catch {
    return undefined; // written by another version: the default storage is the only place it can have written to
  }
}

/** Writes checkpoints between pages. */
class Saves {
  readonly #clock: Clock;
  readonly #lease: RunLease;
  readonly #writer: BackupWriter;
  readonly #facts: () => Omit<BackupCheckpoint, 'writer'>;
  #savedAt: number;
  #objects = 0;

  constructor(
    clock: Clock,
    lease: RunLease,
    writer: BackupWriter,
    facts: () => Omit<BackupCheckpoint, 'writer'>,
  ) {
    this.#clock = clock;
    this.#lease = lease;
    this.#writer = writer;
    this.#facts = facts;
    this.#savedAt = clock.monotonicMs();
  }

  async afterPage(objects: number): Promise<void> {
    this.#objects += objects;
    const due =
      this.#objects >= CHECKPOINT_OBJECTS ||
      this.#clock.monotonicMs() - this.#savedAt >= CHECKPOINT_MS;
    if (!due) return;
    const checkpoint: BackupCheckpoint = {
      ...structuredClone(this.#facts()),
      writer: await this.#writer.checkpoint(),
    };
    await this.#lease.checkpoint(checkpoint as unknown as JsonValue);
    this.#objects = 0;
    this.#savedAt = this.#clock.monotonicMs();
  }
}
