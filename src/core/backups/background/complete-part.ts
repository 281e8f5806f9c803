/**
 * The order of what the run of a part writes, and what a crash in between leaves:
 * 1. Packs, spills and checkpoints. The run is taken over and continues from the last checkpoint.
 * 2. Segments and the part's document, which counts from then on. A successor seals once more.
 * 3. The run's finishing write, with what the part holds. A run that ends otherwise takes the
 *    part's document away first.
 * 4. The backup says how the part stands, what is left over is deleted, and the next part is queued
 *    (`settle`). A crash before this is made good by housekeeping, for as long as the backup says
 *    that a part is being read.
 */
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { Conflict, Damaged, orAbsent, Refused, Unavailable } from '../../kernel/errors.ts';
import { runId } from '../../kernel/ids.ts';
import { keepReporting } from '../../runs/keep-reporting.ts';
import { ProgressMeter } from '../../runs/progress-meter.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen } from '../../runs/run.ts';
import type { SiteAccess } from '../../sites/access/site-access.ts';
import { isUnreachable } from '../../storages/is-unreachable.ts';
import type { Storages } from '../../storages/storages.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import type { PartWriter, PartWriterOptions } from '../../storages/records/backup-writer.ts';
import type { Vault } from '../../storages/vault.ts';
import type { BackgroundPart, BackgroundReading, PartOutcome } from '../reading/background-part.ts';
import type { Backup } from '../backup.ts';
import type { BackupStore } from '../backup-store.ts';
import { getBackup } from '../get-backup.ts';
import { changePart, isBeingRead, isSealed } from '../held-part.ts';
import { noteDamage } from '../keep/note-damage.ts';
import { refreshBackupFacts } from '../keep/refresh-backup-facts.ts';
import type { PartDefinition } from '../reading/part-definition.ts';
import { BACKUP_PARTS } from '../parts/backup-parts.ts';
import { endPart } from './end-part.ts';
import { givenAttachments, noteAttachments, type NotedSites } from './given-attachments.ts';
import { backupOf, partKind, type PartLease, type PartResult, type PartRun } from './part-kind.ts';
import { PartSaves } from './part-saves.ts';
import { queueNextPart } from './queue-next-part.ts';

export interface CompletePartDeps {
  clock: Clock;
  backups: BackupStore;
  runs: RunStore;
  catalog: CatalogStore;
  storages: Storages;
  access: SiteAccess;
  /** Notes whether a site gives attachments. */
  sites?: NotedSites | undefined;
  /** Default: the parts of every backup. */
  parts?: readonly PartDefinition[] | undefined;
}

/** How many of the newest backups are searched for one that holds the part. */
const MAX_BASES = 20;
const NOTHING_READ = { counts: {}, contentBytes: 0, storedBytes: 0 };

/** What one attempt has opened. */
interface Attempt {
  lease: PartLease;
  backup: Backup;
  part: PartDefinition & { background: BackgroundPart };
  vault: Vault;
  base: Backup | undefined;
  meter: ProgressMeter;
}

/**
 * The run that reads one part of a complete backup. Resumes from its checkpoint; its failure fails
 * only the part.
 */
export class CompletePart implements RunHandler<
  PartRun['input'],
  PartRun['checkpoint'] & object,
  PartResult
> {
  readonly kind = partKind;
  readonly #deps: CompletePartDeps;

  constructor(deps: CompletePartDeps) {
    this.#deps = deps;
  }

  async work(lease: PartLease): Promise<RunOutcome<PartResult>> {
    const { backups, clock, storages } = this.#deps;
    const { run } = lease;
    const { tenantId, input } = run;
    const backup = await getBackup(backups, tenantId, backupOf(run));
    const part = this.#partOf(input.part);
    await backups.pin(tenantId, backup.id, run.id);
    await this.#begin(run, backup);
    const meter = new ProgressMeter(clock, `Reading ${part.title.toLowerCase()}`);
    const ticking = keepReporting(lease, meter, clock);
    try {
      const vault = storages.open(tenantId, backup.storageId);
      const base = await this.#pinBase(run, backup);
      const result = await this.#read({ lease, backup, part, vault, base, meter });
      return { result };
    } finally {
      ticking.stop();
    }
  }

  async cleanUp({ run }: PartLease): Promise<void> {
    const { backups, storages } = this.#deps;
    const backup = await orAbsent(backups.get(run.tenantId, backupOf(run)));
    if (!backup) return;
    const vault = storages.open(run.tenantId, backup.storageId);
    if (await isUnreachable(() => vault.discardRun(run)))
      await storages.discardLater(run.tenantId, backup.storageId, run);
  }

  async settle({ tenantId, id }: PartRun): Promise<void> {
    const { backups, runs } = this.#deps;
    const run = await orAbsent(runs.getOf(partKind, tenantId, id)); // purged with its tenant
    if (!run || isOpen(run)) return;
    await backups.unpin(tenantId, id);
    const backup = await orAbsent(backups.get(tenantId, backupOf(run)));
    if (!backup) return;
    if (run.state === 'complete') await this.#tidy(run, backup);
    await orAbsent(backups.changeParts(tenantId, backup.id, (each) => endPart(each, run)));
    await this.#noteOnSite(run, backup);
    await refreshBackupFacts(this.#deps, tenantId, backup.catalogId);
    await queueNextPart(this.#deps, tenantId, backup.id);
  }

  /** The card of the connection says whether its site gives attachments. */
  async #noteOnSite(run: PartRun, { catalogId }: Backup): Promise<void> {
    const { catalog, sites } = this.#deps;
    const given = givenAttachments(run);
    if (!given || !sites) return;
    const schema = await orAbsent(catalog.get(run.tenantId, catalogId));
    if (schema) await orAbsent(noteAttachments(sites, schema, given));
  }

  async #read(attempt: Attempt): Promise<PartResult> {
    const { lease, backup, part, vault, base, meter } = attempt;
    const { clock, access, catalog } = this.#deps;
    const { run, signal } = lease;
    const schema = await catalog.get(run.tenantId, backup.catalogId);
    let calls = run.checkpoint?.calls ?? 0;
    const { site, readers } = await access.openParts(run.tenantId, schema.siteId, {
      behind: true,
      onWait: (wait) => meter.wait(wait),
      onCall: () => {
        calls += 1;
      },
    });
    if (site.key !== backup.site.workspaceId)
      throw new Refused(
        'scope-changed',
        'The connection leads to another site by now, so this part can no longer be read. Start a new backup.',
      );
    const { accountId } = site.account;
    const checkpoint = run.checkpoint?.accountId === accountId ? run.checkpoint : undefined;
    const { writer, state } = await openWriter(attempt, checkpoint);
    const baseRef = base ?? (hasPart(backup, part.name) ? backup : undefined);
    const facts = () => ({ accountId, baseId: base?.id ?? null, calls });
    const assertWanted = async (): Promise<void> => {
      await getBackup(this.#deps.backups, run.tenantId, backup.id);
    };
    const saves = new PartSaves({ clock, lease, writer, facts, assertWanted });
    const reading: BackgroundReading = {
      readers,
      schemaId: backup.schema.id,
      backup: await vault.openReader(backup),
      base: baseRef && (await openBase(vault, baseRef)),
      writer,
      pace: { signal, clock },
      meter,
      state,
      save: (reached) => saves.save(reached),
    };
    const outcome = await orUnavailable(async () => {
      try {
        return await part.background.read(reading);
      } catch (error) {
        if (error instanceof Unavailable) await saves.saveNow(); // the run may sleep and continue
        throw error;
      }
    });
    if (outcome?.status === 'unavailable') return { ...NOTHING_READ, ...outcome, calls };
    await lease.report(meter.progress); // a worker that lost the run seals nothing
    const sealed = await writer.finish(outcome ? { message: outcome.message } : undefined);
    const { status, counts, message } = sealed.part;
    const { contentBytes, storedBytes } = sealed;
    return { status, counts, message, contentBytes, storedBytes, calls };
  }

  /** Marks the part as being read, and by which run. */
  async #begin(run: PartRun, { id }: Backup): Promise<void> {
    await this.#deps.backups.changeParts(run.tenantId, id, ({ parts }) => {
      const changed = changePart(parts, run.input.part, ({ message: _message, ...part }) => ({
        ...part,
        status: 'running',
        run: run.id,
      }));
      return changed && { parts: changed };
    });
  }

  /**
   * Pins the newest other backup that holds the part. Undefined if the backup itself holds it
   * already, because the part is read once more.
   */
  async #pinBase(run: PartRun, backup: Backup): Promise<Backup | undefined> {
    const { backups } = this.#deps;
    const { tenantId, checkpoint, input } = run;
    const id = checkpoint ? checkpoint.baseId : await this.#baseOf(backup, input.part);
    if (!id) return undefined;
    try {
      await backups.pin(tenantId, runId(id), run.id);
      return await orAbsent(backups.get(tenantId, runId(id)));
    } catch (error) {
      // Then the whole part is read.
      if (error instanceof Conflict && error.code === 'backup-being-deleted') return undefined;
      throw error;
    }
  }

  async #baseOf(backup: Backup, part: string): Promise<string | undefined> {
    if (hasPart(backup, part)) return undefined;
    const { tenantId, catalogId, storageId } = backup;
    const { backups } = this.#deps;
    const newest = await backups.newest(tenantId, catalogId, MAX_BASES, { storageId });
    return newest.find((each) => each.id !== backup.id && mayBeBase(each, part))?.id;
  }

  /**
   * Notes it if the backup turns out to be damaged. What is left over in a storage that does not
   * answer is deleted later.
   */
  async #tidy(run: PartRun, backup: Backup): Promise<void> {
    const vault = this.#deps.storages.open(run.tenantId, backup.storageId);
    try {
      await isUnreachable(() => vault.tidyRun(run, backup));
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      await noteDamage(this.#deps, run.tenantId, backup.id, [error.message]);
    }
  }

  #partOf(name: string): Attempt['part'] {
    const part = (this.#deps.parts ?? BACKUP_PARTS).find((each) => each.name === name);
    if (!part?.background)
      throw new Refused(
        'unknown-part',
        `This version of the service doesn't know the part ${name}.`,
      );
    return { ...part, background: part.background };
  }
}

const hasPart = ({ parts }: Backup, name: string): boolean =>
  parts.some((part) => part.name === name && isSealed(part));

/** What is being read once more is sealed, but may still be discarded: nothing may lean on it. */
const mayBeBase = ({ parts }: Backup, name: string): boolean =>
  parts.some((part) => part.name === name && isSealed(part) && !isBeingRead(part));

/** Continues from the checkpoint; begins again where what it names is not there any more. */
async function openWriter(
  { lease, backup, part, vault, base }: Attempt,
  checkpoint: PartRun['checkpoint'],
): Promise<{ writer: PartWriter; state: PartState }> {
  const { run, fence, holder, signal } = lease;
  const writing = { runId: run.id, fence, holder, signal };
  const options: PartWriterOptions = { ...writing, base, backup, part: part.name };
  if (!checkpoint) return { writer: await vault.openPartWriter(options), state: undefined };
  try {
    const writer = await vault.openPartWriter({ ...options, checkpoint: checkpoint.writer });
    return { writer, state: checkpoint.state };
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    return { writer: await vault.openPartWriter(options), state: undefined };
  }
}
type PartState = NonNullable<PartRun['checkpoint']>['state'] | undefined;

/** An unreadable base is no error: then everything is read. */
async function openBase(vault: Vault, base: Backup): Promise<BackupReader | undefined> {
  try {
    return await vault.openReader(base);
  } catch (error) {
    if (error instanceof Damaged || error instanceof Refused) return undefined;
    throw error;
  }
}

/** A site that doesn't offer a part decides its status; that is no failure. */
async function orUnavailable(read: () => Promise<PartOutcome | void>): Promise<PartOutcome | void> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'part-unavailable') throw error;
    return { status: 'unavailable', message: error.message };
  }
}
