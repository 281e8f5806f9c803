import { tenantId, type TenantId } from '../../core/kernel/ids.ts';
import { addRounds, workThrough, type Round } from '../../core/kernel/loops/work-through.ts';
import type { OperatorSeal, TenantSeals } from '../../core/storages/keys/tenant-seals.ts';
import { eachDocument } from '../each-document.ts';
import { translated } from '../translate-error.ts';
import { KeeperSeals } from './keeper-seals.ts';
import type { KeyRing } from './key-ring.ts';
import { opensOneOf, TRIED_AT_MOST, type RingSealed } from './ring-sealed.ts';
import {
  DESTROYED,
  type TenantKeyDocument,
  type TenantKeyDocuments,
} from './tenant-key-documents.ts';

/** After so many keys it is said how far it is. */
const SAID_EVERY = 500;

/** Keys that something is sealed with, by their ids. */
export interface UnfitKeys {
  /** Not on the ring. */
  missing: string[];
  /** On the ring there is another one of this id. */
  different: string[];
}

/**
 * Which key of the operator's ring seals the keys of tenants, whether the ring has it, and how its
 * active one gets to.
 */
export class RingRotation implements TenantSeals {
  readonly #documents: TenantKeyDocuments;
  readonly #ring: KeyRing;
  readonly #seals: KeeperSeals;
  #others: readonly RingSealed[] = [];
  /** The ids of keys that have opened something. */
  readonly #proved = new Set<string>();

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
    if (!this.#ring.has(document.keyId)) return 'missing';
    return document.keyId === this.#ring.activeId ? 'current' : 'earlier';
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

  /**
   * What the ring lacks. From then on a key that is a different one counts as missing: nothing is
   * sealed with it. Each is tried until it has opened something.
   */
  async unfit(): Promise<UnfitKeys> {
    const [missing, different]: [string[], string[]] = [[], []];
    for (const id of await this.#usedIds()) {
      if (!this.#ring.ids.includes(id)) missing.push(id);
      else if (await this.#isDifferent(id)) different.push(id);
    }
    this.#ring.nameDifferent(different);
    return { missing, different };
  }

  async #usedIds(): Promise<string[]> {
    const ofKeys = await translated(() => this.#documents.model.distinct('keyId').exec());
    const ofOthers = await Promise.all(this.#others.map((sealed) => sealed.keyIds()));
    const used = new Set([...ofKeys, ...ofOthers.flat()]);
    used.delete(DESTROYED);
    return [...used];
  }

  /** Whether it opens nothing of what a key of this id has sealed. */
  async #isDifferent(id: string): Promise<boolean> {
    if (this.#proved.has(id)) return false;
    const ofOthers = this.#others.map((sealed) => sealed.opensAny(id));
    const opens = await Promise.all([this.#opensAny(id), ...ofOthers]);
    if (opens.includes(true)) this.#proved.add(id);
    return opens.includes(false) && !opens.includes(true);
  }

  async #opensAny(keyId: string): Promise<boolean | undefined> {
    const some = await translated(() =>
      this.#documents.model
        .find({ keyId })
        .limit(TRIED_AT_MOST)
        .lean<(TenantKeyDocument & { sealed: Buffer })[]>()
        .exec(),
    );
    return opensOneOf(some, (document) => this.#seals.openKey(document));
  }

  /** By compare-and-set. Repeatable. */
  async #rewrap(id: TenantId): Promise<boolean> {
    const document = await this.#documents.read(id);
    if (!document?.sealed || document.keyId === this.#ring.activeId) return false;
    const change = this.#seals.renew({ ...document, sealed: document.sealed });
    this.#proved.add(document.keyId);
    return this.#documents.change(document, { $set: change });
  }
}
