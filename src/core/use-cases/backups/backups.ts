import type { Clock } from '../../kernel/time/clock.ts';
import type { Page } from '../../kernel/page.ts';
import type { Person } from '../../kernel/person.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { Conflict, InvalidInput } from '../../kernel/errors.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';
import { isSameName } from '../../kernel/is-same-name.ts';
import { isLately } from '../../kernel/time/lately.ts';
import type { CatalogId, RunId, TenantId } from '../../kernel/ids.ts';
import { askForRun, assertRoom, queueOnce } from '../../runs/ask-for-run.ts';
import { newRunId } from '../../runs/new-run-id.ts';
import { isOfKind } from '../../runs/run-kind.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Run } from '../../runs/run.ts';
import { backupKind, type BackupRun } from '../../backups/backup-kind.ts';
import { queueNextPart } from '../../backups/background/queue-next-part.ts';
import { deleteBackupKind } from '../../backups/delete/delete-backup.ts';
import { changePart, mayBeRetried } from '../../backups/held-part.ts';
import { assertNotHeld, heldMeanwhile } from '../../backups/keep/assert-not-held.ts';
import { refreshBackupFacts } from '../../backups/keep/refresh-backup-facts.ts';
import {
  choosableParts,
  partsAtFirst,
  type ChoosablePart,
} from '../../backups/parts/choosable-parts.ts';
import { verifyKind } from '../../backups/verify/verify-backup.ts';
import { assertConnected } from '../../sites/connected-sources.ts';
import type { SiteStore } from '../../sites/site.ts';
import { getBackup } from '../../backups/get-backup.ts';
import { isListed } from '../../backups/backup-outline.ts';
import type { Backup } from '../../backups/backup.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { findOccupant } from '../../catalog/find-occupant.ts';
import { occupySchema } from '../../catalog/occupy-schema.ts';

const BACKUPS_PAGE = 20;
const DESCRIPTION_MAX = 500;
/** How long the run that has taken a schema may take to be queued. */
const MAX_LOOKS = 20;
const LOOK_MS = 100;

export interface BackupsDeps {
  clock: Pick<Clock, 'sleep' | 'now'>;
  backups: BackupStore;
  runs: RunStore;
  catalog: CatalogStore;
  sites: Pick<SiteStore, 'sources'>;
  /** How long a removed backup stays in the bin, ms; 0: there is none. */
  binMs?: number | undefined;
}

/**
 * What an administrator does with backups: ask for one, describe, verify, delete.
 */
export class Backups {
  readonly #deps: BackupsDeps;

  constructor(deps: BackupsDeps) {
    this.#deps = deps;
  }

  /**
   * Queues a backup; one of a schema at a time: while one is open, that one is returned. `parts`:
   * those that were chosen, of those that are a choice. @throws NotFound, Conflict `backup-open` |
   * `schema-not-there` | `no-connection` | `too-many-runs`
   */
  async request(
    tenantId: TenantId,
    catalogId: CatalogId,
    by: Person,
    parts: readonly string[] = partsAtFirst(),
  ): Promise<BackupRun> {
    const schema = await this.#deps.catalog.get(tenantId, catalogId);
    await assertConnected(this.#deps.sites, schema);
    if (schema.status === 'deleted')
      throw new Conflict(
        'schema-not-there',
        'This schema no longer exists in Assets, so there is nothing to back up.',
      );
    await assertRoom(this.#deps.runs, tenantId);
    const id = newRunId();
    for (let look = 0; look < MAX_LOOKS; look += 1) {
      if (await occupySchema(this.#deps, tenantId, catalogId, id))
        return this.#deps.runs.enqueue({
          id,
          tenantId,
          kind: backupKind,
          input: { parts: [...parts] },
          catalogId,
          trigger: 'manual',
          requestedBy: by,
        });
      const occupant = await findOccupant(this.#deps, tenantId, catalogId);
      if (occupant && isOfKind(occupant, backupKind)) return occupant;
      if (occupant) break;
      await this.#deps.clock.sleep(LOOK_MS);
    }
    throw new Conflict(
      'backup-open',
      `A restore is writing to ${schema.name}. Wait for it to finish or stop it, then back up.`,
    );
  }

  /** Backups that were stopped or failed. @throws NotFound */
  async terminated(tenantId: TenantId, catalogId: CatalogId, page = 1): Promise<Page<BackupRun>> {
    await this.#deps.catalog.get(tenantId, catalogId);
    return this.#deps.runs.list(tenantId, {
      kind: backupKind,
      catalogId,
      states: ['stopped', 'failed'],
      page,
      pageSize: BACKUPS_PAGE,
    });
  }

  /** When these were completed, without those that are gone, in the bin or being deleted. */
  async dates(tenantId: TenantId, ids: readonly RunId[]): Promise<ReadonlyMap<RunId, Date>> {
    const listed = (await this.#deps.backups.outlinesOf(tenantId, ids)).filter(isListed);
    return new Map(listed.map(({ id, completedAt }) => [id, completedAt]));
  }

  /** A complete backup that is not being deleted. @throws NotFound */
  async get(tenantId: TenantId, backupId: RunId): Promise<Backup> {
    return getBackup(this.#deps.backups, tenantId, backupId);
  }

  /** @throws NotFound, InvalidInput `description` */
  async describe(tenantId: TenantId, backupId: RunId, text: string): Promise<Backup> {
    const description = text.trim();
    if (description.length > DESCRIPTION_MAX)
      throw new InvalidInput({
        description: `A description can have up to ${DESCRIPTION_MAX} characters; this one has ${description.length}.`,
      });
    await this.get(tenantId, backupId);
    return this.#deps.backups.describe(tenantId, backupId, description);
  }

  /**
   * Queues a Verify; while one is open, that one is returned. @throws NotFound, Conflict
   * `too-many-runs`
   */
  async requestVerify(tenantId: TenantId, backupId: RunId, by: Person): Promise<Run> {
    const { catalogId } = await this.get(tenantId, backupId);
    return askForRun(this.#deps.runs, {
      tenantId,
      kind: verifyKind,
      input: undefined,
      backupId,
      catalogId,
      requestedBy: by,
    });
  }

  /**
   * The parts that may be chosen for backups of a schema. One that the site didn't give to the
   * newest backup that asked for it can't be chosen for a day. The others say what they took last.
   */
  async choices(tenantId: TenantId, catalogId: CatalogId): Promise<ChoosablePart[]> {
    const { backups, clock } = this.#deps;
    const items = await backups.newest(tenantId, catalogId, BACKUPS_PAGE);
    return choosableParts().map((choice) => {
      const last = items.find(({ parts }) => parts.some(({ name }) => name === choice.name));
      const part = last?.parts.find(({ name }) => name === choice.name);
      const isRecent = last && isLately(last.completedAt, DAY_MS, clock.now());
      const lastCost = items.map((item) => costIn(item, choice.name)).find((cost) => cost);
      return part?.status === 'unavailable' && isRecent
        ? { ...choice, unavailable: `Not available: ${part.message ?? 'the site refused it.'}` }
        : { ...choice, lastCost };
    });
  }

  /**
   * Reads a part of a backup once more that isn't as it should be; nothing happens where it is or
   * will be. @throws NotFound
   */
  async retryPart(tenantId: TenantId, backupId: RunId, part: string): Promise<Backup> {
    await this.get(tenantId, backupId);
    await this.#deps.backups.changeParts(tenantId, backupId, ({ parts }) => {
      const changed = changePart(parts, part, ({ message: _message, ...held }) =>
        mayBeRetried(held) ? { ...held, status: 'queued', run: undefined } : undefined,
      );
      return changed && { parts: changed };
    });
    await queueNextPart(this.#deps, tenantId, backupId);
    return this.get(tenantId, backupId);
  }

  /**
   * Takes the backup off the list: into the bin, or, where there is none, by queuing its deletion;
   * while one is open, that one is returned. @throws NotFound, InvalidInput `name`, Conflict
   * `backup-held`
   */
  async requestDelete(
    tenantId: TenantId,
    backupId: RunId,
    typedName: string,
    by: Person,
  ): Promise<Run | undefined> {
    const { backups, binMs = 0, clock } = this.#deps;
    const backup = await backups.get(tenantId, backupId);
    if (!isSameName(typedName, backup.schema.name))
      throw new InvalidInput({
        name: "The name doesn't match. Enter the name of the schema as shown.",
      });
    await this.assertDeletable(tenantId, backup);
    if (binMs > 0) {
      const binned = { at: new Date(clock.now()), by, why: 'Deleted by a person' };
      await this.#assertRemoved(tenantId, backupId, backups.bin(tenantId, backupId, binned));
      await refreshBackupFacts(this.#deps, tenantId, backup.catalogId);
      return undefined;
    }
    await this.#assertRemoved(tenantId, backupId, backups.requestDelete(tenantId, backupId));
    return queueOnce(this.#deps.runs, {
      tenantId,
      kind: deleteBackupKind,
      input: undefined,
      backupId,
      catalogId: backup.catalogId,
      requestedBy: by,
    });
  }

  /** @throws Conflict `backup-held` where a person wants it, or all of its schema, to be kept */
  async assertDeletable(
    tenantId: TenantId,
    backup: Pick<Backup, 'catalogId' | 'hold'>,
  ): Promise<void> {
    const [schema] = await this.#deps.catalog.find(tenantId, [backup.catalogId]);
    assertNotHeld(schema, [backup]);
  }

  /** @throws NotFound when somebody else deleted it; Conflict `backup-held` */
  async #assertRemoved(tenantId: TenantId, id: RunId, removing: Promise<boolean>): Promise<void> {
    if (await removing) return;
    await this.get(tenantId, id);
    throw heldMeanwhile();
  }

  async openRuns(tenantId: TenantId): Promise<Run[]> {
    return this.#deps.runs.open(tenantId);
  }
}

const costIn = ({ parts }: Backup, name: string): ChoosablePart['lastCost'] =>
  parts.find((part) => part.name === name)?.cost;
