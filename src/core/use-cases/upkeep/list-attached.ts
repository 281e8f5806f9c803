import type { Backup } from '../../backups/backup.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { refreshBackupFacts } from '../../backups/keep/refresh-backup-facts.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { runId, type CatalogId, type RunId } from '../../kernel/ids.ts';
import { believedDate } from './believed-date.ts';
import { workThrough, type Round } from '../../kernel/loops/work-through.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { kindOfKey } from '../../sites/kinds/kind-of-key.ts';
import { sourceIdOf } from '../../sites/site-kind.ts';
import type { Site, SiteStore, SourceSite } from '../../sites/site.ts';
import type { OwnStorage, OwnStorageStore } from '../../storages/storage.ts';
import type { Storages } from '../../storages/storages.ts';
import type { BackupHeader, FoundBackup } from '../../storages/records/backup-header.ts';
import { nothingNoted } from '../../backups/nothing-noted.ts';

/** Headers that are opened before it is noted how far it is. */
const CHUNK = 25;
/** After so long it is the next round's turn, ms: other upkeep waits for this one. */
const TURN_MS = 5_000;
/** A header doesn't say where its original is. */
const UNKNOWN_STORAGE = '';

interface Deps {
  clock: Clock;
  store: OwnStorageStore;
  storages: Storages;
  sites: SiteStore;
  backups: BackupStore;
  runs: RunStore;
  catalog: CatalogStore;
}

type Found = Extract<FoundBackup, { header: BackupHeader }>;

/**
 * Lists the backups of storages that were attached, from the storages alone. Each step may be
 * killed and repeated, and done by several replicas at once: a backup has one id.
 */
export class ListAttached {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async round(): Promise<Round> {
    return workThrough(await this.#deps.store.attaching(), {
      nameOf: ({ id, tenantId }) => `storage ${id} of tenant ${tenantId}`,
      work: async (storage) => (await this.listSome(storage)).listed > 0,
    });
  }

  /** As many as a turn has time for. Repeatable. */
  async listSome(storage: OwnStorage): Promise<{ listed: number; isGoing: boolean }> {
    const { clock, store, storages, sites } = this.#deps;
    const { id, tenantId } = storage;
    const vault = storages.open(tenantId, id);
    const sources = await sites.sources(tenantId);
    const endMs = clock.monotonicMs() + TURN_MS;
    let [after, listed] = [storage.attaching?.after ?? '', 0];
    while (clock.monotonicMs() < endMs) {
      const { backups, next } = await vault.found(after, CHUNK);
      listed += await this.#list(storage, sources, backups);
      if (next === undefined) {
        await store.endAttaching(tenantId, id);
        return { listed, isGoing: false };
      }
      after = next;
      await store.noteAttached(tenantId, id, after);
    }
    return { listed, isGoing: true };
  }

  /** How many were not listed before. */
  async #list(
    storage: OwnStorage,
    sources: SourceSite[],
    found: readonly FoundBackup[],
  ): Promise<number> {
    const { backups, catalog, clock } = this.#deps;
    const touched = new Set<CatalogId>();
    let listed = 0;
    for (const each of found) {
      if (!each.header) continue;
      const site = siteOf(each.header, storage, sources);
      const { schemaId, schemaName: name, schemaKey: key } = each.header.site;
      const catalogId = await catalog.adopt(site, { schemaId, name, key });
      if (await backups.adopt(backupOf(each, { storage, site, catalogId, nowMs: clock.now() })))
        listed += 1;
      touched.add(catalogId);
    }
    for (const catalogId of touched)
      await refreshBackupFacts(this.#deps, storage.tenantId, catalogId);
    return listed;
  }
}

type KnownSite = Pick<Site, 'id' | 'tenantId' | 'key' | 'kind' | 'siteUrl' | 'account'>;

/** The site as the tenant knows it; of another one what the header tells. */
function siteOf(
  { site: { siteUrl, workspaceId: key } }: BackupHeader,
  { tenantId }: OwnStorage,
  sources: SourceSite[],
): KnownSite {
  const known = sources.find((source) => source.key === key);
  if (known) return known;
  const account = sources[0]?.account ?? { accountId: '', name: 'this account' };
  const kind = kindOfKey(key);
  return { id: sourceIdOf(tenantId, kind, key), tenantId, key, kind, siteUrl, account };
}

interface Adoption {
  storage: OwnStorage;
  site: KnownSite;
  catalogId: CatalogId;
  nowMs: number;
}

function backupOf(
  { id, header, rootHash, storedBytes }: Found,
  { storage, site, catalogId, nowMs }: Adoption,
): Backup {
  const sealedAt = believedDate(header.createdAt, nowMs);
  const { siteUrl, workspaceId, schemaId, schemaName, schemaKey } = header.site;
  const { tenantId, attaching, addedBy } = storage;
  return {
    id,
    tenantId,
    catalogId,
    site: { siteUrl, workspaceId, accountId: site.account.accountId },
    schema: { id: schemaId, name: schemaName, key: schemaKey },
    trigger: header.trigger ?? 'manual',
    requestedBy: header.requestedBy ?? attaching?.by ?? addedBy,
    createdAt: sealedAt,
    completedAt: sealedAt,
    formatVersion: header.formatVersion,
    storageId: storage.id,
    baseId: header.baseId === undefined ? undefined : runId(header.baseId),
    parts: header.parts,
    contentBytes: header.contentBytes,
    storedBytes,
    rootHash,
    ...nothingNoted(),
    description: '',
    pins: [],
    deleteRequested: false,
    ...(header.copyOf !== undefined && { copied: copiedOf(id, runId(header.copyOf), storage) }),
  };
}

/** It counts as one with its original, wherever that is attached. */
function copiedOf(id: RunId, original: RunId, { attaching, addedBy, createdAt }: OwnStorage) {
  const by = attaching?.by ?? addedBy;
  return { of: original, original, from: UNKNOWN_STORAGE, at: createdAt, by, run: id };
}
