/**
 * Sites that do not count yet: no query of a tenant picks them. One counts once what it comes from
 * has named it as its successor, by compare-and-set: one that was deleted meanwhile does not come
 * back, however late a replica wakes that had read what it comes from before.
 */
import type { Connection } from 'mongoose';
import type { SiteId, TenantId } from '../../core/kernel/ids.ts';
import { eachDocument } from '../each-document.ts';
import { definedFields } from '../set-fields.ts';
import type { SiteDocument } from '../stores/site-document.ts';
import { isDuplicate, translated } from '../translate-error.ts';
import type { OldCatalogEntry, OldConnection, OldTarget } from './old-site-documents.ts';

interface PendingSite {
  _id: SiteId;
  slot: string;
  pending: { tenantId: TenantId; slot: string };
}

const pendingSlot = (id: SiteId): string => `pending ${id}`;

export class PendingSites {
  readonly #database: Connection;

  constructor(database: Connection) {
    this.#database = database;
  }

  /** Unless it already exists. */
  async insert(site: SiteDocument): Promise<void> {
    const { _id, tenantId, slot, ...fields } = definedFields(site);
    const pending = { ...fields, slot: pendingSlot(_id), pending: { tenantId, slot } };
    try {
      await translated(() =>
        this.#sites.updateOne({ _id }, { $setOnInsert: pending }, { upsert: true }),
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error; // another replica has just inserted it
    }
  }

  /**
   * Those that were named count from now on; what the others come from is gone, and so are they.
   */
  async complete(): Promise<void> {
    const sites = this.#sites;
    const pendingOnes = eachDocument<PendingSite>(sites.find({ pending: { $exists: true } }));
    for await (const site of pendingOnes) {
      const { _id, pending } = site;
      const still = { _id, slot: pendingSlot(_id) };
      if (await this.#isNamed(site))
        await translated(() => sites.updateOne(still, { $set: pending, $unset: { pending: 1 } }));
      else await translated(() => sites.deleteOne(still));
    }
  }

  async #isNamed({ _id, pending: { tenantId } }: PendingSite): Promise<boolean> {
    const connections = this.#database.collection<OldConnection>('connections');
    const targets = this.#database.collection<OldTarget>('targets');
    const catalog = this.#database.collection<OldCatalogEntry>('catalog');
    const found = await translated(() =>
      Promise.all([
        connections.findOne({ _id: tenantId, movedTo: _id }),
        targets.findOne({ _id, movedTo: _id }),
        catalog.findOne({ tenantId, siteId: _id }),
      ]),
    );
    return found.some((each) => each !== null);
  }

  get #sites() {
    return this.#database.collection<PendingSite>('sites');
  }
}
