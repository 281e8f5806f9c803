import { Schema, type Connection, type Model } from 'mongoose';
import { translated } from '../translate-errors.ts';

interface RevisionDocument { _id: string; revision: number }

const schema = new Schema<RevisionDocument>({ _id: { type: String, required: true }, revision: { type: Number, default: 0 } }, { collection: 'catalog_revisions', versionKey: false });
const TENANTS = 20;
/** A change whose touch was lost (a crash between two writes) shows after this long at the latest. */
const MAX_AGE_MS = 10_000;

/**
 * A tenant's whole catalog in memory, as long as its revision in the database stays the same: a page of the grid then costs one look at one
 * small document, whatever the database makes of filters and sorts. Every write of the catalog is followed by a touch.
 */
export class CatalogSnapshots<T> {
  readonly #model: Model<RevisionDocument>;
  readonly #kept = new Map<string, { revision: number; loadedAt: number; items: Promise<T[]> }>();

  constructor(connection: Connection) {
    this.#model = connection.model<RevisionDocument>('CatalogRevision', schema);
  }

  async items(tenantId: string, load: () => Promise<T[]>): Promise<T[]> {
    const revision = (await translated(() => this.#model.findOne({ _id: tenantId }).lean<RevisionDocument>().exec()))?.revision ?? 0; // read first: what is loaded is at least as new
    const kept = this.#kept.get(tenantId);
    if (kept?.revision === revision && performance.now() - kept.loadedAt < MAX_AGE_MS) return kept.items;
    const items = load();
    this.#kept.delete(tenantId);
    this.#kept.set(tenantId, { revision, loadedAt: performance.now(), items });
    items.catch(() => this.#kept.delete(tenantId));
    if (this.#kept.size > TENANTS) this.#kept.delete(this.#kept.keys().next().value!);
    return items;
  }

  async touch(tenantId: string): Promise<void> {
    await translated(() => this.#model.updateOne({ _id: tenantId }, { $inc: { revision: 1 } }, { upsert: true }).exec());
  }

  async purge(tenantId: string): Promise<void> {
    this.#kept.delete(tenantId);
    await translated(() => this.#model.deleteOne({ _id: tenantId }).exec());
  }
}
