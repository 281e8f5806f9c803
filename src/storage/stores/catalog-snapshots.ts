import { Schema, type Connection, type Model } from 'mongoose';
import { RecentMap } from '../../core/kernel/recent-map.ts';
import { translated } from '../translate-errors.ts';

/** `changes`: what each of the last revisions changed, the newest last; null stands for "much". */
interface RevisionDocument {
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
const TENANTS = 20;
const CHANGES = 50;
/** A change whose touch was lost (a crash between two writes) shows after this long at the latest. */
const MAX_AGE_MS = 10_000;

export interface Loader<T> {
  all: () => Promise<T[]>;
  some: (ids: string[]) => Promise<T[]>;
}
interface Kept<T> {
  revision: number;
  loadedAt: number;
  items: Promise<T[]>;
}

/**
 * A tenant's whole catalog in memory, as long as its revision in the database stays the same: a page of the grid then costs one look at one
 * small document, whatever the database makes of filters and sorts. Every write of the catalog is followed by a touch, which says what was
 * written, so that only that is loaded anew.
 */
export class CatalogSnapshots<T extends { id: string }> {
  readonly #model: Model<RevisionDocument>;
  readonly #kept = new RecentMap<string, Kept<T>>(TENANTS);

  constructor(connection: Connection) {
    this.#model = connection.model<RevisionDocument>('CatalogRevision', schema);
  }

  async items(tenantId: string, load: Loader<T>): Promise<T[]> {
    const document = await translated(() =>
      this.#model.findOne({ _id: tenantId }).lean<RevisionDocument>().exec(),
    ); // read first: what is loaded is at least as new
    const revision = document?.revision ?? 0;
    const kept = this.#kept.get(tenantId);
    const young =
      kept !== undefined &&
      performance.now() - kept.loadedAt < MAX_AGE_MS &&
      kept.revision <= revision;
    if (young && kept.revision === revision) return kept.items;
    const changed = young
      ? changedSince(document?.changes ?? [], revision - kept.revision)
      : undefined;
    const items = kept && changed ? renewed(kept.items, changed, load) : load.all();
    this.#kept.set(tenantId, {
      revision,
      loadedAt: kept && changed ? kept.loadedAt : performance.now(),
      items,
    });
    items.catch(() => this.#kept.delete(tenantId));
    return items;
  }

  /** `id` is the one schema that was written; without it, many were. */
  async touch(tenantId: string, id?: string): Promise<void> {
    await translated(() =>
      this.#model
        .updateOne(
          { _id: tenantId },
          { $inc: { revision: 1 }, $push: { changes: { $each: [id ?? null], $slice: -CHANGES } } },
          { upsert: true },
        )
        .exec(),
    );
  }

  async purge(tenantId: string): Promise<void> {
    this.#kept.delete(tenantId);
    await translated(() => this.#model.deleteOne({ _id: tenantId }).exec());
  }
}

/** The ids that the last `behind` revisions wrote; undefined when that is not known one by one. */
function changedSince(changes: (string | null)[], behind: number): string[] | undefined {
  const last = changes.slice(-behind);
  return last.length < behind || last.includes(null) ? undefined : [...new Set(last as string[])];
}

async function renewed<T extends { id: string }>(
  before: Promise<T[]>,
  changed: string[],
  load: Loader<T>,
): Promise<T[]> {
  const [old, fresh] = await Promise.all([before, load.some(changed)]);
  return [...old.filter((item) => !changed.includes(item.id)), ...fresh];
}
