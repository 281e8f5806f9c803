import { createHash } from 'node:crypto';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import type { TenantId } from '../../../core/kernel/ids.ts';
import type { Person } from '../../../core/kernel/person.ts';
import { isBucketAddress, showPlace } from '../../../core/storages/address/storage-address.ts';
import type {
  OfferInput,
  StorageOffer,
  StorageOffers,
} from '../../../core/storages/storage-offers.ts';
import type { OwnStorage, StorageOrigin } from '../../../core/storages/storage.ts';
import type { AttachedKeys } from '../../sealing/attached-keys.ts';
import type { MongoOwnStorageStore } from '../../stores/mongo-own-storage-store.ts';
import type { BucketProbe } from '../../buckets/bucket-probe.ts';
import { openCopies, type OpenedStorage } from '../../recovery/recovery-copies.ts';
import type { OwnDatabaseProbe } from '../own-database-probe.ts';
import type { StorageMarks } from '../storage-marks.ts';
import { describeFound } from './describe-found.ts';
import { visitBucket, visitDatabase, type VisitedStorage } from './visited-storage.ts';
import type { KeptOffer, OfferDocuments } from './offer-documents.ts';

/** Headers that are opened before the question; the others are opened as they are attached. */
const MAX_SHOWN = 500;

interface Parts {
  attachedKeys: AttachedKeys;
  store: MongoOwnStorageStore;
  databases: { probe: OwnDatabaseProbe; marks: StorageMarks };
  buckets: BucketProbe;
  offers: OfferDocuments;
  clock: Pick<Clock, 'now'>;
}

export class MongoStorageOffers implements StorageOffers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async look(tenantId: TenantId, input: OfferInput): Promise<StorageOffer> {
    const { offers, attachedKeys } = this.#parts;
    const { label, provider, address, recoveryKey } = input;
    const read = await this.#visit(input, async (storage) => {
      const opened = await this.#openedBy(tenantId, storage, recoveryKey);
      const all = await storage.marks();
      const marks = all.filter((mark) => opened.some(({ origin }) => isSame(mark, origin)));
      const found = await Promise.all(opened.map((each) => storage.found(each, MAX_SHOWN)));
      return { opened, marks, found: found.flat() };
    });
    const kept = await Promise.all(
      read.opened.map(async ({ origin, dataKey }) => ({
        origin,
        attachedKey: await attachedKeys.seal(tenantId, origin, dataKey),
      })),
    );
    const id = await offers.put(tenantId, { label, provider, address, opened: kept });
    const used = read.marks.flatMap(({ usedAt }) => (usedAt ? [usedAt.getTime()] : []));
    return {
      id,
      label,
      provider,
      place: showPlace(address),
      ...describeFound(read.found),
      hasMore: read.found.length >= MAX_SHOWN,
      usedAt: used.length > 0 ? new Date(Math.max(...used)) : undefined,
    };
  }

  async accept(tenantId: TenantId, offerId: string, by: Person): Promise<OwnStorage[]> {
    const offer = await this.#parts.offers.get(tenantId, offerId);
    const attached: OwnStorage[] = [];
    for (const [at, opened] of offer.opened.entries())
      attached.push(await this.#attach(tenantId, offer, opened, { by, number: at + 1 }));
    return attached;
  }

  /** The storage is inserted first: a kill before its mark is taken leaves one to check again. */
  async #attach(
    tenantId: TenantId,
    { provider, label, address }: KeptOffer,
    { origin, attachedKey }: KeptOffer['opened'][number],
    { by, number }: { by: Person; number: number },
  ): Promise<OwnStorage> {
    const { store, clock } = this.#parts;
    const isOwn = origin.tenantId === tenantId;
    const id = isOwn ? origin.storageId : attachedId(tenantId, origin);
    const now = new Date(clock.now());
    const person = { accountId: by.accountId, name: by.name };
    const storage: OwnStorage = {
      id,
      tenantId,
      provider,
      label: number === 1 ? label : `${label} (${number})`,
      ...showPlace(address),
      createdAt: now,
      addedBy: person,
      ...(isOwn ? {} : { origin }),
      attaching: { by: person, since: now },
      revision: 0,
    };
    await store.attach(storage, address, attachedKey);
    const stored = await store.get(tenantId, id);
    const marked = { tenantId, storageId: id, origin: stored.origin };
    const { databases, buckets } = this.#parts;
    if (isBucketAddress(address)) await buckets.prepare(marked, address);
    else await databases.probe.prepare(tenantId, id, address, stored.origin);
    return stored;
  }

  /** @throws InvalidInput where it does not answer */
  #visit<T>(
    { address, provider }: OfferInput,
    work: (storage: VisitedStorage) => Promise<T>,
  ): Promise<T> {
    const { databases, buckets } = this.#parts;
    if (isBucketAddress(address))
      return buckets.visit(address, (bucket) => work(visitBucket(bucket)));
    if (provider === 's3') throw new Error('A bucket has the address of a bucket.');
    const { probe, marks } = databases;
    return probe.visit(address, provider, (connection) => work(visitDatabase(connection, marks)));
  }

  /** @throws InvalidInput where the key opens nothing that could be attached */
  async #openedBy(
    tenantId: TenantId,
    storage: VisitedStorage,
    recoveryKey: Buffer,
  ): Promise<OpenedStorage[]> {
    const found = await storage.marks();
    if (found.length === 0) throw new InvalidInput(storage.nothing);
    const copies = await storage.copies.all();
    const opened = openCopies(copies, recoveryKey);
    const here = opened.filter(({ origin }) => found.some((mark) => isSame(mark, origin)));
    if (here.length === 0) {
      const why = copies.length === 0 ? noKeyEver : wrongKey;
      throw new InvalidInput({ recoveryKey: why(storage) });
    }
    await this.#assertFree(tenantId, here);
    return here;
  }

  /** @throws InvalidInput `form` where it is a storage of this service already */
  async #assertFree(tenantId: TenantId, opened: readonly OpenedStorage[]): Promise<void> {
    for (const known of await this.#parts.store.everyone()) {
      const names = known.origin ?? { tenantId: known.tenantId, storageId: known.id };
      if (!opened.some(({ origin }) => isSame(origin, names))) continue;
      throw new InvalidInput({
        form:
          known.tenantId === tenantId
            ? `These backups are already in your list, in the storage ${known.label}.`
            : 'Another site of this service keeps its backups there. Remove the storage there first.',
      });
    }
  }
}

const noKeyEver = ({ made }: VisitedStorage): string =>
  `No recovery key was created for the backups in this ${made}. Only the installation that wrote them can open them.`;
const wrongKey = ({ made }: VisitedStorage): string =>
  `This recovery key doesn't open the backups in this ${made}. Check that it belongs to them, and that it wasn't replaced by a newer one.`;

const isSame = (a: StorageOrigin, b: StorageOrigin): boolean =>
  a.tenantId === b.tenantId && a.storageId === b.storageId;

/** The same id if it is attached twice. */
const attachedId = (tenantId: TenantId, { tenantId: of, storageId }: StorageOrigin): string =>
  createHash('sha256')
    .update(JSON.stringify(['attached', tenantId, of, storageId]))
    .digest('hex')
    .slice(0, 24);
