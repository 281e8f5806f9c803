import { tenantId, type TenantId } from '../../core/kernel/ids.ts';
import { addRounds, workThrough, type Round } from '../../core/kernel/loops/work-through.ts';
import type { OperatorSeal, TenantSeals } from '../../core/storages/keys/tenant-seals.ts';
import { eachDocument } from '../each-document.ts';
import { translated } from '../translate-error.ts';
import { KeeperSeals } from './keeper-seals.ts';
import type { KeyRing } from './key-ring.ts';
import type { RingSealed } from './ring-sealed.ts';
import { DESTROYED, type TenantKeyDocuments } from './tenant-key-documents.ts';

/** After so many keys it is said how far it is. */
const SAID_EVERY = 500;

/** Which key of the operator's ring seals the keys of tenants, and how its active one gets to. */
export class RingRotation implements TenantSeals {
  readonly #documents: TenantKeyDocuments;
  readonly #ring: KeyRing;
  readonly #seals: KeeperSeals;
  #others: readonly RingSealed[] = [];

  constructor(documents: TenantKeyDocuments, ring: KeyRing) {
    this.#documents = documents;
    this.#ring = ring;
    this.#seals = new KeeperSeals(ring);
  }

  /** From now on these are rotated with the keys of tenants, and counted with them. */
  include(sealed: RingSealed): void {
    this.#others = [...this.#others, sealed];
  }

  /**
   * Seals everything again that another key of the ring seals, and says which of it cannot be
   * opened. When nothing is done and none is left, the old key can leave the ring. `onSome` is
   * called now and then.
   */
  async rewrapAll(onSome: () => Promise<void> = async () => undefined): Promise<Round> {
    const others = this.#documents.model
      .find({ keyId: { $nin: [this.#ring.activeId, DESTROYED] } })
      .select({ _id: 1 })
      .lean<{ _id: string }[]>()
      .cursor();
    let walked = 0;
    const keys = await workThrough(eachDocument<{ _id: string }>(others), {
      nameOf: ({ _id }) => `tenant ${_id}`,
      work: async ({ _id }) => {
        const isRewrapped = await this.#rewrap(tenantId(_id));
        walked += 1;
        if (walked % SAID_EVERY === 0) await onSome();
        return isRewrapped;
      },
    });
    const rounds = [keys];
    for (const sealed of this.#others) rounds.push(await sealed.rewrapAll());
    return addRounds(rounds);
  }

  async operatorSeal(id: TenantId): Promise<OperatorSeal> {
    const document = await this.#documents.read(id);
    if (!document?.sealed) return 'none-yet';
    if (document.keyId === this.#ring.activeId) return 'current';
    return this.#ring.ids.includes(document.keyId) ? 'earlier' : 'missing';
  }

  /** How much the ring seals, and how much of it its active key does not seal yet. */
  async state(): Promise<{ total: number; left: number }> {
    const { model } = this.#documents;
    const [total, left] = await translated(() =>
      Promise.all([
        model.countDocuments({ keyId: { $ne: DESTROYED } }).exec(),
        model.countDocuments({ keyId: { $nin: [this.#ring.activeId, DESTROYED] } }).exec(),
      ]),
    );
    const states = await Promise.all(this.#others.map((sealed) => sealed.state()));
    return states.reduce(
      (sum, each) => ({ total: sum.total + each.total, left: sum.left + each.left }),
      { total, left },
    );
  }

  /** The ids of keys that something is sealed with and that are not on the ring. */
  async missingFromRing(): Promise<string[]> {
    const ofKeys = await translated(() => this.#documents.model.distinct('keyId').exec());
    const ofOthers = await Promise.all(this.#others.map((sealed) => sealed.keyIds()));
    const used = new Set([...ofKeys, ...ofOthers.flat()]);
    const known = new Set([...this.#ring.ids, DESTROYED]);
    return [...used].filter((id) => !known.has(id));
  }

  /** By compare-and-set. Repeatable. */
  async #rewrap(id: TenantId): Promise<boolean> {
    const document = await this.#documents.read(id);
    if (!document?.sealed || document.keyId === this.#ring.activeId) return false;
    const change = this.#seals.renew({ ...document, sealed: document.sealed });
    return this.#documents.change(document, { $set: change });
  }
}
