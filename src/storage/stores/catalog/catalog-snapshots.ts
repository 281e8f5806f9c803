import { Schema, type Connection } from 'mongoose';
import type { TenantId } from '../../../core/kernel/ids.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import { openCollection, type Collection } from '../../collection.ts';

/**
 * `changes`: the schema that each of the last revisions changed, the newest last; null stands for
 * "many".
 */
interface RevisionDocument {
  /** The tenant. */
  _id: string;
  revision: number;
  changes: (string | null)[];
}

const schema = new Schema<RevisionDocument>(
  {
    _id: { type: String, required: true },
    revision: { type: Number, default: 0 },
    changes: [String],
  },
  { collection: 'catalog_revisions', versionKey: false },
);
const MAX_TENANTS = 20;
const MAX_CHANGES = 50;
/** What is older than this is loaded anew beside the pages that ask for it. */
const REFRESHED_AFTER_MS = 30_000;
/**
 * A change whose revision was lost (a crash between two writes) shows after this long at the
 * latest.
 */
const MAX_AGE_MS = 60_000;

export interface Loader<T> {
  all: () => Promise<T[]>;
  some: (ids: string[]) => Promise<T[]>;
}
interface Snapshot<T> {
  revision: number;
  loadedAt: number;
  items: Promise<T[]>;
}

/**
 * A tenant's whole catalog in memory, as long as its revision in the database stays the same: a
 * page of the grid then costs one look at one small document, whatever the database makes of
 * filters and sorts. Every write of the catalog is followed by a new revision, which says what was
 * written, so that only that is loaded again.
 */
export class CatalogSnapshots<T extends { id: string }> {
  readonly #revisions: Collection<RevisionDocument>;
  readonly #snapshots = new RecentMap<string, Snapshot<T>>(MAX_TENANTS);
  readonly #refreshing = new Set<string>();

  constructor(connection: Connection) {
    this.#revisions = openCollection<RevisionDocument>(connection, 'CatalogRevision', schema);
  }

  async items(tenantId: TenantId, loader: Loader<T>): Promise<T[]> {
    // Read first: what is loaded is at least as new.
    const document = await this.#revisions.byId(tenantId);
    const revision = document?.revision ?? 0;
    const recent = this.#recent(tenantId, revision);
    if (recent && performance.now() - recent.loadedAt >= REFRESHED_AFTER_MS)
      this.#refresh(tenantId, revision, loader);
    if (recent?.revision === revision) return recent.items;
    const changed = recent && findChangesSince(document?.changes ?? [], revision - recent.revision);
    const snapshot =
      recent && changed
        ? { ...recent, revision, items: reload(recent.items, changed, loader) }
        : { revision, loadedAt: performance.now(), items: loader.all() };
    this.#snapshots.set(tenantId, snapshot);
    snapshot.items.catch(() => this.#snapshots.delete(tenantId));
    return snapshot.items;
  }

  /** Tells every replica that `id` was written, or many schemas without it. */
  async addRevision(tenantId: TenantId, id: string | null): Promise<void> {
    const changes = { $each: [id], $slice: -MAX_CHANGES };
    await this.#revisions.upsert({ _id: tenantId }, { $inc: { revision: 1 }, $push: { changes } });
  }

  async purge(tenantId: TenantId): Promise<void> {
    this.#snapshots.delete(tenantId);
    await this.#revisions.delete({ _id: tenantId });
  }

  /**
   * Loads an old snapshot anew; until that is done, nobody waits for it. Where it fails, the next
   * look tries again, and one that finds the snapshot too old says why.
   */
  #refresh(tenantId: TenantId, revision: number, loader: Loader<T>): void {
    if (this.#refreshing.has(tenantId)) return;
    this.#refreshing.add(tenantId);
    const fresh = { revision, loadedAt: performance.now() };
    loader
      .all()
      .then(
        (items) => this.#snapshots.set(tenantId, { ...fresh, items: Promise.resolve(items) }),
        () => undefined,
      )
      .finally(() => this.#refreshing.delete(tenantId));
  }

  /** What this process holds, unless it is old or of a database that was reset. */
  #recent(tenantId: TenantId, revision: number): Snapshot<T> | undefined {
    const snapshot = this.#snapshots.get(tenantId);
    if (!snapshot || performance.now() - snapshot.loadedAt >= MAX_AGE_MS) return undefined;
    return snapshot.revision <= revision ? snapshot : undefined;
  }
}

/** The ids that the last `behind` revisions wrote; undefined when not all of them are known. */
function findChangesSince(changes: (string | null)[], behind: number): string[] | undefined {
  const last = changes.slice(-behind);
  const ids = last.filter((id) => id !== null);
  return ids.length < behind ? undefined : [...new Set(ids)];
}

async function reload<T extends { id: string }>(
  before: Promise<T[]>,
  changed: string[],
  loader: Loader<T>,
): Promise<T[]> {
  const [old, fresh] = await Promise.all([before, loader.some(changed)]);
  return [...old.filter((item) => !changed.includes(item.id)), ...fresh];
}
