/**
 * The run that copies backups to another storage, the oldest first. Order of what makes one count:
 *
 * 1. Packs, segments and header are written there, read back, and compared with what was read.
 * 2. The copy is put in as pending, under the run's fence.
 * 3. The run's checkpoint says that it counts: the one compare-and-set that decides which attempt
 *    does, and that Stop came too late for it.
 * 4. The copy is made complete, if it is the one of that fence, and what was left over is deleted.
 *    A crash before this is made good by whoever continues the run, ends or settles it.
 */
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { Conflict, Damaged, orAbsent, Refused, Unavailable } from '../../kernel/errors.ts';
import { runId, type CatalogId, type RunId } from '../../kernel/ids.ts';
import { keepReporting } from '../../runs/keep-reporting.ts';
import { ProgressMeter } from '../../runs/progress-meter.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import { isOfKind } from '../../runs/run-kind.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen } from '../../runs/run.ts';
import { isUnreachable } from '../../storages/is-unreachable.ts';
import type { Storages } from '../../storages/storages.ts';
import type { SealedBackup } from '../../storages/records/backup-writer.ts';
import { isListed, isSameBackup, nearestBase, type BackupOutline } from '../backup-outline.ts';
import type { Backup } from '../backup.ts';
import type { BackupStore } from '../backup-store.ts';
import { getBackup } from '../get-backup.ts';
import { isBeingRead } from '../held-part.ts';
import { noteDamage, noteDamagedPacks } from '../keep/note-damage.ts';
import { refreshBackupFacts } from '../keep/refresh-backup-facts.ts';
import {
  backupInHand,
  copyIdOf,
  copyKind,
  NOTHING_COPIED,
  type CopyCheckpoint,
  type CopyLease,
  type CopyRun,
} from './copy-kind.ts';
import { copyOf } from './copy-of.ts';
import { copyOneBackup, type CopyInHand } from './copy-one-backup.ts';
import { copyOutcome } from './copy-outcome.ts';

export interface CopyBackupsDeps {
  clock: Clock;
  backups: BackupStore;
  runs: RunStore;
  catalog: CatalogStore;
  storages: Storages;
}

type CopyResult = NonNullable<CopyRun['result']>;

const MAX_SKIPPED = 20;
const GONE = 'It was deleted, or moved to the bin.';
const ALREADY_THERE = 'The storage has it already.';

/** Copies backups; each copy counts once it was read back and compared. Resumes where it was. */
export class CopyBackups implements RunHandler<CopyRun['input'], CopyCheckpoint, CopyResult> {
  readonly kind = copyKind;
  readonly #deps: CopyBackupsDeps;

  constructor(deps: CopyBackupsDeps) {
    this.#deps = deps;
  }

  async work(lease: CopyLease): Promise<RunOutcome<CopyResult>> {
    const { run } = lease;
    await this.#assertItsTurn(run);
    const meter = new ProgressMeter(this.#deps.clock, 'Looking at the storages');
    const ticking = keepReporting(lease, meter, this.#deps.clock);
    try {
      let state = run.checkpoint ?? NOTHING_COPIED;
      await this.#list(run, state);
      for (let id = backupInHand(run, state); id; id = backupInHand(run, state)) {
        lease.signal.throwIfAborted();
        state = await this.#copyNext(lease, { id, state, meter });
        await this.#deps.backups.unpin(run.tenantId, run.id);
      }
      return copyOutcome(run.input, state);
    } finally {
      ticking.stop();
    }
  }

  async cleanUp({ run: { tenantId, id } }: CopyLease): Promise<void> {
    const run = await this.#deps.runs.getOf(copyKind, tenantId, id);
    const state = run.checkpoint ?? NOTHING_COPIED;
    await this.#list(run, state);
    const inHand = backupInHand(run, state);
    if (inHand) await this.#discard(run, copyIdOf(run, inHand));
  }

  async settle({ tenantId, id }: CopyRun): Promise<void> {
    const { runs, backups } = this.#deps;
    const run = await orAbsent(runs.getOf(copyKind, tenantId, id)); // purged with its tenant
    if (!run || isOpen(run)) return;
    const state = run.checkpoint ?? NOTHING_COPIED;
    await this.#list(run, state);
    const inHand = backupInHand(run, state);
    if (inHand) await backups.dropPending(tenantId, copyIdOf(run, inHand));
    await backups.unpin(tenantId, id);
    await refreshBackupFacts(this.#deps, tenantId, schemaOf(run));
  }

  /** One copy run of a schema at a time, so that the next one sees what already exists. */
  async #assertItsTurn(run: CopyRun): Promise<void> {
    const isBefore = (each: { sequence?: number | undefined }): boolean =>
      (each.sequence ?? 0) < (run.sequence ?? 0);
    const open = await this.#deps.runs.open(run.tenantId);
    const hasOther = open.some(
      (each) => isOfKind(each, copyKind) && each.catalogId === run.catalogId && isBefore(each),
    );
    if (hasOther)
      throw new Unavailable('copy-before', 'Another copy of this schema is still running.', {
        retryAfterMs: 0,
      });
  }

  async #copyNext(
    lease: CopyLease,
    { id, state, meter }: { id: RunId; state: CopyCheckpoint; meter: ProgressMeter },
  ): Promise<CopyCheckpoint> {
    const { run, fence } = lease;
    const backup = await this.#pinned(run, id);
    if (!backup) return this.#skip(lease, state, { id, why: GONE });
    if (backup.parts.some(isBeingRead))
      throw new Unavailable('part-open', 'Parts of this backup are still being read.', {
        retryAfterMs: 0,
      });
    const there = await this.#inDestination(run);
    if (there.some((each) => isSameBackup(each, { id, original: backup.copied?.original })))
      return this.#skip(lease, state, { id, why: ALREADY_THERE });
    const base = await this.#pinBase(run, state, nearestBase(there, backup)?.id);
    const copyId = copyIdOf(run, id);
    const copy = { lease, backup, id: copyId, base, state, meter };
    const sealed = await this.#seal(copy);
    if (typeof sealed === 'string') return this.#skip(lease, state, { id, why: sealed });
    const at = new Date(this.#deps.clock.now());
    const made = { id: copyId, storageId: run.input.storageId, sealed, at };
    const pending = copyOf(backup, { ...made, run: run.id, by: run.requestedBy });
    await this.#deps.backups.prepare(pending, fence);
    const counts: CopyCheckpoint = {
      ...state,
      at: state.at + 1,
      copied: state.copied + 1,
      sealed: { id: copyId, fence, completedAtMs: backup.completedAt.getTime() },
      inHand: undefined,
    };
    await lease.checkpoint(counts);
    await this.#list(run, counts);
    return counts;
  }

  /**
   * If there is no copy because the backup itself is damaged, that is noted on the backup as well.
   */
  async #seal(copy: CopyInHand): Promise<SealedBackup | string> {
    const { run } = copy.lease;
    const { tenantId, input } = run;
    try {
      const sealed = await copyOneBackup(this.#deps, copy);
      const { damagedPacks, baseDamage } = sealed;
      await noteDamagedPacks(this.#deps, { tenantId, storageId: input.storageId }, damagedPacks);
      if (copy.base && baseDamage !== undefined)
        await noteDamage(this.#deps, tenantId, copy.base.id, [baseDamage]);
      return sealed;
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'source-damaged') throw error;
      await noteDamage(this.#deps, tenantId, copy.backup.id, [error.message]);
      return error.message;
    }
  }

  /**
   * Moves on to the next backup; why this one has no copy is kept. What was written of its copy is
   * deleted first, also what a predecessor wrote before the backup was removed.
   */
  async #skip(
    lease: CopyLease,
    state: CopyCheckpoint,
    skipped: { id: RunId; why: string },
  ): Promise<CopyCheckpoint> {
    await this.#discard(lease.run, copyIdOf(lease.run, skipped.id));
    const next: CopyCheckpoint = {
      ...state,
      at: state.at + 1,
      skipped: [...state.skipped, skipped].slice(0, MAX_SKIPPED),
      skippedCount: state.skippedCount + 1,
      inHand: undefined,
    };
    await lease.checkpoint(next);
    return next;
  }

  /** Pins the backup while it is read; undefined if it is no longer listed. */
  async #pinned({ tenantId, id: pin }: CopyRun, id: RunId): Promise<Backup | undefined> {
    const { backups } = this.#deps;
    try {
      await backups.pin(tenantId, id, pin);
    } catch (error) {
      if (isBeingDeleted(error)) return undefined;
      throw error;
    }
    return orAbsent(getBackup(backups, tenantId, id));
  }

  /** The copy's base: the one a predecessor had pinned, else the one that shares most with it. */
  async #pinBase(
    { tenantId, id: pin }: CopyRun,
    { inHand }: CopyCheckpoint,
    nearest: RunId | undefined,
  ): Promise<Backup | undefined> {
    const { backups } = this.#deps;
    const id = inHand ? inHand.baseId : nearest;
    if (!id) return undefined;
    try {
      await backups.pin(tenantId, runId(id), pin);
      return await orAbsent(backups.get(tenantId, runId(id)));
    } catch (error) {
      if (isBeingDeleted(error)) return undefined; // then everything is written
      throw error;
    }
  }

  async #inDestination(run: CopyRun): Promise<BackupOutline[]> {
    const { backups } = await this.#deps.backups.outlines(run.tenantId, schemaOf(run));
    return backups.filter((each) => isListed(each) && each.storageId === run.input.storageId);
  }

  /**
   * Makes the copy that was sealed last count: it is listed, and what it doesn't need is deleted.
   * Repeatable.
   */
  async #list(run: CopyRun, { sealed }: CopyCheckpoint): Promise<void> {
    if (!sealed) return;
    const { backups, storages } = this.#deps;
    const { tenantId, holders, input } = run;
    const id = runId(sealed.id);
    const end = { fence: sealed.fence, completedAt: new Date(sealed.completedAtMs) };
    await backups.complete(tenantId, id, end);
    const copy = await orAbsent(backups.get(tenantId, id));
    if (!copy) return;
    const vault = storages.open(tenantId, input.storageId);
    try {
      await isUnreachable(() => vault.tidyRun({ id, holders }, copy));
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      await noteDamage(this.#deps, tenantId, id, [error.message]);
    }
    await refreshBackupFacts(this.#deps, tenantId, schemaOf(run));
  }

  /** Deletes what was written of a copy that will not count, now or as soon as possible. */
  async #discard({ tenantId, input, holders }: CopyRun, id: RunId): Promise<void> {
    const { backups, storages } = this.#deps;
    await backups.dropPending(tenantId, id);
    const vault = storages.open(tenantId, input.storageId);
    const isGone = await isUnreachable(() => vault.discardRun({ id, holders }));
    if (isGone) await storages.discardLater(tenantId, input.storageId, { id, holders });
  }
}

const isBeingDeleted = (error: unknown): boolean =>
  error instanceof Conflict && error.code === 'backup-being-deleted';

function schemaOf(run: CopyRun): CatalogId {
  if (!run.catalogId) throw new Refused('no-schema', "This run doesn't name a schema.");
  return run.catalogId;
}
