/**
 * The order of what a backup writes, and what a crash in between leaves:
 * 1. Packs, spills and checkpoints. The run is taken over and continues from the last checkpoint.
 * 2. Segments and the sealed header. The successor seals once more; readers take the header with
 *    the root hash that the backup names.
 * 3. The backup as pending, under the run's fence. Nobody sees it; the successor's takes its place.
 * 4. The run's finishing write: the one compare-and-set that decides which attempt counts, and that
 *    Stop came too late.
 * 5. The backup is made complete, if it is the one of the fence that finished (`settle`), and the
 *    first of the parts that are read in the background is queued. A crash before this is made good
 *    by housekeeping: it settles the run again as long as the schema is occupied by it, and
 *    vacating the schema is the last thing that `settle` does.
 */
import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import type { CatalogSchema, CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { Damaged, orAbsent, Refused } from '../../kernel/errors.ts';
import { keepReporting } from '../../runs/keep-reporting.ts';
import { ProgressMeter } from '../../runs/progress-meter.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen } from '../../runs/run.ts';
import type { Site } from '../../sites/site.ts';
import type { SiteAccess } from '../../sites/access/site-access.ts';
import {
  backupKind,
  type BackupCheckpoint,
  type BackupInput,
  type BackupLease,
  type BackupRun,
  type BackupScope,
} from '../backup-kind.ts';
import type { Backup, ObjectsRead } from '../backup.ts';
import type { BackupStore } from '../backup-store.ts';
import { noteDamage, noteDamagedPacks } from '../keep/note-damage.ts';
import { refreshBackupFacts } from '../keep/refresh-backup-facts.ts';
import type { PartDefinition } from '../reading/part-definition.ts';
import { queuedParts } from '../parts/queued-parts.ts';
import { queueNextPart } from '../background/queue-next-part.ts';
import type { Leaning, ReadingState } from '../reading/part-reading.ts';
import { STRUCTURE_OF_EMPTY } from '../parts/choosable-parts.ts';
import { PROJECTION_VERSION } from '../projection-version.ts';
import type { PartShortfalls } from '../../storages/records/backup-part.ts';
import { isUnreachable } from '../../storages/is-unreachable.ts';
import type { Storages } from '../../storages/storages.ts';
import type {
  BackupWriter,
  SealedBackup,
  StoredRun,
} from '../../storages/records/backup-writer.ts';
import { BackupReading } from './backup-reading.ts';
import { confirmGone } from './confirm-gone.ts';
import { assertSameScope } from './checkpoint/assert-same-scope.ts';
import { countObjectChanges } from './count-object-changes.ts';
import { checkpointFacts, leaningOf } from './checkpoint/checkpoint-facts.ts';
import { CheckpointSaves } from './checkpoint/checkpoint-saves.ts';
import { OddStructure } from './odd-structure.ts';
import { headerFacts } from './header-facts.ts';
import { leanOnBase, objectsRead } from './lean-on-base.ts';
import { openWriter } from './checkpoint/open-writer.ts';
import { pendingBackup } from './pending-backup.ts';
import { pinBase, pinnedBase } from './pin-base.ts';
import { schemaOf } from './schema-of.ts';
import { stateOf } from './checkpoint/state-of.ts';

export interface TakeBackupDeps {
  clock: Clock;
  backups: BackupStore;
  runs: RunStore;
  catalog: CatalogStore;
  storages: Storages;
  access: SiteAccess;
  /** Default: the parts of every backup. */
  parts?: readonly PartDefinition[] | undefined;
  /** Every n-th backup of a schema reads all objects; absent: every one. */
  fullEvery?: number | undefined;
}

/** What one attempt has opened. */
interface Attempt {
  lease: BackupLease;
  site: Site;
  assets: AssetsReader;
  schema: CatalogSchema;
  scope: BackupScope;
  writer: BackupWriter;
  base: Backup | undefined;
  meter: ProgressMeter;
  state: ReadingState;
  leaning: Leaning;
  odd: OddStructure;
  /** When the run began for the first time, ms. */
  startedAtMs: number;
  /** When this attempt began; monotonic, ms. */
  openedMs: number;
}

/**
 * The run that takes one backup of one schema. Resumes from its checkpoint; nothing it wrote counts
 * before its finishing write.
 */
export class TakeBackup implements RunHandler<
  BackupInput | undefined,
  BackupCheckpoint,
  undefined
> {
  readonly kind = backupKind;
  readonly #deps: TakeBackupDeps;

  constructor(deps: TakeBackupDeps) {
    this.#deps = deps;
  }

  async work(lease: BackupLease): Promise<RunOutcome<undefined>> {
    const attempt = await this.#open(lease);
    const ticking = keepReporting(lease, attempt.meter, this.#deps.clock);
    try {
      const { reading, shortfalls } = await this.#read(attempt);
      attempt.meter.set({ step: 'Sealing the backup' });
      const sealed = await this.#seal(attempt, reading, shortfalls);
      await this.#noteDamage(attempt, sealed);
      const changes = await this.#countChanges(attempt, sealed);
      const taken = pendingBackup(attempt, sealed, reading.moving);
      const later = queuedParts(lease.run.input?.parts ?? [], this.#deps.parts);
      const facts = { changes, objectsRead: this.#objectsRead(attempt, reading) };
      const backup = { ...taken, parts: [...taken.parts, ...later], ...facts };
      await this.#deps.backups.prepare(backup, lease.fence);
      await lease.report(attempt.meter.progress);
      return {};
    } finally {
      ticking.stop();
    }
  }

  async cleanUp({ run }: BackupLease): Promise<void> {
    const { storages } = this.#deps;
    for (const vault of await storages.all(run.tenantId)) {
      const { storageId } = vault;
      const isGone = await isUnreachable(() => vault.discardRun(run));
      if (isGone) await storages.discardLater(run.tenantId, storageId, run);
    }
  }

  async settle(run: BackupRun): Promise<void> {
    const { backups, runs, catalog } = this.#deps;
    const { tenantId, id } = run;
    const catalogId = schemaOf(run);
    const ended = await orAbsent(runs.get(tenantId, id)); // purged with its tenant
    if (!ended || isOpen(ended)) return;
    if (ended.state === 'complete')
      await backups.complete(tenantId, id, {
        fence: ended.fence,
        completedAt: ended.endedAt ?? new Date(this.#deps.clock.now()),
      });
    else await backups.dropPending(tenantId, id);
    await backups.unpin(tenantId, id);
    const backup = await orAbsent(backups.get(tenantId, id));
    if (backup) await this.#tidy(ended, backup);
    await refreshBackupFacts(this.#deps, tenantId, catalogId);
    if (backup) await queueNextPart(this.#deps, tenantId, id);
    await catalog.vacate(tenantId, catalogId, id);
  }

  /**
   * Notes it if the backup turns out to be damaged, rather than keeping its schema forever. What is
   * left over in a storage that does not answer is deleted with the backup.
   */
  async #tidy(run: StoredRun, backup: Backup): Promise<void> {
    const { tenantId, storageId, id } = backup;
    const vault = this.#deps.storages.open(tenantId, storageId);
    try {
      await isUnreachable(() => vault.tidyRun(run, backup));
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      await noteDamage(this.#deps, tenantId, id, [error.message]);
    }
  }

  async #open(lease: BackupLease): Promise<Attempt> {
    const { run } = lease;
    const { checkpoint } = run;
    const { clock, storages, access, catalog } = this.#deps;
    const meter = new ProgressMeter(clock, 'Connecting to the site');
    const schema = await catalog.get(run.tenantId, schemaOf(run));
    const odd = new OddStructure();
    const { site, assets } = await access.open(run.tenantId, schema.siteId, {
      onWait: (wait) => meter.wait(wait),
      onOdd: (what) => odd.note(what),
    });
    if (!site.setup) throw new Refused('no-source', 'Set up the connection first.');
    const { storageId } = site.setup;
    const base = await (checkpoint
      ? pinnedBase(this.#deps.backups, run, checkpoint.scope)
      : pinBase(this.#deps.backups, run, storageId));
    const scope: BackupScope = {
      tenantId: run.tenantId,
      workspaceId: site.key,
      accountId: site.account.accountId,
      schemaId: schema.schemaId,
      storageId,
      formatVersion: PROJECTION_VERSION,
      baseId: checkpoint ? checkpoint.scope.baseId : (base?.id ?? null),
    };
    if (checkpoint) assertSameScope(checkpoint.scope, scope);
    const { fence, holder, signal } = lease;
    const writing = { runId: run.id, fence, holder, signal, base };
    const vault = storages.open(run.tenantId, storageId);
    const { writer, from } = await openWriter(vault, writing, checkpoint);
    return {
      lease,
      site,
      assets,
      schema,
      scope,
      writer,
      base,
      meter,
      state: stateOf(from),
      leaning: leaningOf(from),
      odd,
      startedAtMs: from?.startedAtMs ?? clock.now(),
      openedMs: clock.monotonicMs(),
    };
  }

  /**
   * Reads all of the schema into the writer. Returns how it was read, and which parts fell short.
   */
  async #read(attempt: Attempt): Promise<{ reading: BackupReading; shortfalls: PartShortfalls }> {
    const { lease, assets, schema, scope, writer, meter, state, odd, startedAtMs } = attempt;
    const { leaning, base } = attempt;
    const { clock, fullEvery = 1 } = this.#deps;
    const saves = new CheckpointSaves(clock, lease, writer, () =>
      checkpointFacts({ scope, startedAtMs, state, leaning }),
    );
    const reading = new BackupReading({
      site: assets,
      schemaId: schema.schemaId,
      writer,
      meter,
      signal: lease.signal,
      clock,
      startedAtMs,
      state,
      leaning,
      base: writer.baseId === undefined ? undefined : leanOnBase(base, { ...scope, fullEvery }),
      afterPage: (objects) => saves.afterPage(objects),
      parts: this.#deps.parts,
      mayBeEmpty: lease.run.input?.parts.includes(STRUCTURE_OF_EMPTY.name),
    });
    try {
      const shortfalls = await reading.run();
      return { reading, shortfalls: odd.addedTo(shortfalls) };
    } catch (error) {
      await confirmGone(error, assets, schema.schemaId, lease.signal);
      throw error;
    }
  }

  #objectsRead(
    { leaning, base, startedAtMs: from, openedMs }: Attempt,
    { outcome }: BackupReading,
  ): ObjectsRead {
    const { clock, fullEvery = 1 } = this.#deps;
    // A clock that was set back meanwhile doesn't make it shorter than it was.
    const to = Math.max(clock.now(), from + clock.monotonicMs() - openedMs);
    return objectsRead({ base, leaning, outcome, from, to, fullEvery });
  }

  #seal(
    { lease: { run }, site, schema, writer }: Attempt,
    reading: BackupReading,
    shortfalls: PartShortfalls,
  ): Promise<SealedBackup> {
    const header = headerFacts(run, { site, schema, createdAt: this.#deps.clock.now() });
    return writer.finish(header, shortfalls, (keys) => reading.putAgain(keys));
  }

  #countChanges({ lease, base, scope }: Attempt, sealed: SealedBackup) {
    const { id, tenantId } = lease.run;
    const vault = this.#deps.storages.open(tenantId, scope.storageId);
    return countObjectChanges(vault, { id, ...sealed }, base, lease.signal);
  }

  /** Notes which older backups turned out to be damaged on the way. */
  async #noteDamage(
    { lease: { run }, base, scope: { storageId } }: Attempt,
    { damagedPacks, baseDamage }: SealedBackup,
  ): Promise<void> {
    const { tenantId } = run;
    await noteDamagedPacks(this.#deps, { tenantId, storageId }, damagedPacks);
    if (base && baseDamage !== undefined)
      await noteDamage(this.#deps, tenantId, base.id, [baseDamage]);
  }
}
