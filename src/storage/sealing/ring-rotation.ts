import { tenantId, type TenantId } from '../../core/kernel/ids.ts';
import { workThrough, type Round } from '../../core/kernel/work-through.ts';
import type { OperatorSeal, TenantSeals } from '../../core/storages/keys/tenant-seals.ts';
import { eachDocument } from '../each-document.ts';
import { translated } from '../translate-error.ts';
import { KeeperSeals } from './keeper-seals.ts';
import type { KeyRing } from './key-ring.ts';
import { DESTROYED, type TenantKeyDocuments } from './tenant-key-documents.ts';

/** Which key of the operator's ring seals the keys of tenants, and how its active one gets to. */
export class RingRotation implements TenantSeals {
  readonly #documents: TenantKeyDocuments;
  readonly #ring: KeyRing;
  readonly #seals: KeeperSeals;

  constructor(documents: TenantKeyDocuments, ring: KeyRing) {
    this.#documents = documents;
    this.#ring = ring;
    this.#seals = new KeeperSeals(ring);
  }

  /**
   * Seals every data key again that another key of the ring seals, and says which of them cannot be
   * opened. When nothing is done and none is left, the old key can leave the ring.
   */
  async rewrapAll(): Promise<Round> {
    const others = this.#documents.model
      .find({ keyId: { $nin: [this.#ring.activeId, DESTROYED] } })
      .select({ _id: 1 })
      .lean<{ _id: string }[]>()
      .cursor();
    return workThrough(eachDocument<{ _id: string }>(others), {
      nameOf: ({ _id }) => `tenant ${_id}`,
      work: ({ _id }) => this.#rewrap(tenantId(_id)),
    });
  }

  async operatorSeal(id: TenantId): Promise<OperatorSeal> {
    const document = await this.#documents.read(id);
    if (!document?.sealed) return 'none-yet';
    if (document.keyId === this.#ring.activeId) return 'current';
    return this.#ring.ids.includes(document.keyId) ? 'earlier' : 'missing';
  }

  /** How many data keys there are, and how many the ring's active key does not seal yet. */
  async state(): Promise<{ total: number; left: number }> {
    const { model } = this.#documents;
    const [total, left] = await translated(() =>
      Promise.all([
        model.countDocuments({ keyId: { $ne: DESTROYED } }).exec(),
        model.countDocuments({ keyId: { $nin: [this.#ring.activeId, DESTROYED] } }).exec(),
      ]),
    );
    return { total, left };
  }

  /** The ids of keys that data of tenants is sealed with and that are not on the ring. */
  async missingFromRing(): Promise<string[]> {
    const used = await translated(() => this.#documents.model.distinct('keyId').exec());
    const known = new Set([...this.#ring.ids, DESTROYED]);
    return used.filter((id) => !known.has(id));
  }

  /** By compare-and-set. Repeatable. */
  async #rewrap(id: TenantId): Promise<boolean> {
    const document = await this.#documents.read(id);
    if (!document?.sealed || document.keyId === this.#ring.activeId) return false;
    const change = this.#seals.renew({ ...document, sealed: document.sealed });
    return this.#documents.change(document, { $set: change });
  }
}
