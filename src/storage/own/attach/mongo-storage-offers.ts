import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Clock } from '../../../core/kernel/clock.ts';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import type { TenantId } from '../../../core/kernel/ids.ts';
import type { Person } from '../../../core/kernel/person.ts';
import { showAddress } from '../../../core/storages/database-address.ts';
import type {
  OfferInput,
  StorageOffer,
  StorageOffers,
} from '../../../core/storages/storage-offers.ts';
import type { OwnStorage, StorageOrigin } from '../../../core/storages/storage.ts';
import type { FoundBackup } from '../../../core/storages/vault.ts';
import type { AttachedKeys } from '../../sealing/attached-keys.ts';
import type { MongoOwnStorageStore } from '../../stores/mongo-own-storage-store.ts';
import { MongoVault } from '../../vault/mongo-vault.ts';
import { placeInDatabase } from '../../vault/vault-place.ts';
import type { OwnDatabaseProbe } from '../own-database-probe.ts';
import type { OpenedStorage, RecoveryCopies } from '../recovery-copies.ts';
import type { FoundMark, StorageMarks } from '../storage-marks.ts';
import { describeFound } from './describe-found.ts';
import type { KeptOffer, OfferDocuments } from './offer-documents.ts';

/** Headers that are opened before the question; the others are opened as they are attached. */
const MAX_SHOWN = 500;

interface Parts {
  attachedKeys: AttachedKeys;
  store: MongoOwnStorageStore;
  marks: StorageMarks;
  recovery: RecoveryCopies;
  probe: OwnDatabaseProbe;
  offers: OfferDocuments;
  clock: Pick<Clock, 'now'>;
}

export class MongoStorageOffers implements StorageOffers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async look(tenantId: TenantId, input: OfferInput): Promise<StorageOffer> {
    const { probe, offers, attachedKeys } = this.#parts;
    const { label, provider, address, recoveryKey } = input;
    const read = await probe.visit(address, provider, async (connection) => {
      const opened = await this.#openedBy(tenantId, connection, recoveryKey);
      const marks = await this.#marksOf(connection, opened);
      const found = (await Promise.all(opened.map((each) => readFound(connection, each)))).flat();
      return { opened, marks, found };
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
      address: showAddress(address),
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

  /** The storage is put in first: a kill before its mark is taken leaves one to check again. */
  async #attach(
    tenantId: TenantId,
    { provider, label, address }: KeptOffer,
    { origin, attachedKey }: KeptOffer['opened'][number],
    { by, number }: { by: Person; number: number },
  ): Promise<OwnStorage> {
    const { store, probe, clock } = this.#parts;
    const isOwn = origin.tenantId === tenantId;
    const id = isOwn ? origin.storageId : attachedId(tenantId, origin);
    const now = new Date(clock.now());
    const person = { accountId: by.accountId, name: by.name };
    const storage: OwnStorage = {
      id,
      tenantId,
      kind: 'own-database',
      provider,
      label: number === 1 ? label : `${label} (${number})`,
      address: showAddress(address),
      createdAt: now,
      addedBy: person,
      ...(isOwn ? {} : { origin }),
      attaching: { by: person, since: now },
      revision: 0,
    };
    await store.attach(storage, address, attachedKey);
    const stored = await store.get(tenantId, id);
    await probe.prepare(tenantId, id, address, stored.origin);
    return stored;
  }

  /** @throws InvalidInput where the key opens nothing that could be attached */
  async #openedBy(
    tenantId: TenantId,
    connection: Connection,
    recoveryKey: Buffer,
  ): Promise<OpenedStorage[]> {
    const { marks, recovery } = this.#parts;
    const found = await marks.all(connection);
    if (found.length === 0)
      throw new InvalidInput({
        database: `There are no backups of this app in the database ${connection.name}. Check its name.`,
      });
    const { opened, total } = await recovery.open(connection, recoveryKey);
    const here = opened.filter(({ origin }) => found.some((mark) => isSame(mark, origin)));
    if (here.length === 0)
      throw new InvalidInput({ recoveryKey: total === 0 ? NO_KEY_EVER : WRONG_KEY });
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
            ? `These backups are in your list already, in the storage ${known.label}.`
            : 'Another site of this service keeps its backups there. Remove the storage there first.',
      });
    }
  }

  async #marksOf(connection: Connection, opened: readonly OpenedStorage[]): Promise<FoundMark[]> {
    const found = await this.#parts.marks.all(connection);
    return found.filter((mark) => opened.some(({ origin }) => isSame(mark, origin)));
  }
}

const NO_KEY_EVER =
  'No recovery key was created for the backups in this database. Only the installation that wrote them can open them.';
const WRONG_KEY =
  "This recovery key doesn't open the backups in this database. Check that it belongs to them, and that it wasn't replaced by a newer one.";

const isSame = (a: StorageOrigin, b: StorageOrigin): boolean =>
  a.tenantId === b.tenantId && a.storageId === b.storageId;

/** The same for whoever attaches it twice. */
const attachedId = (tenantId: TenantId, { tenantId: of, storageId }: StorageOrigin): string =>
  createHash('sha256')
    .update(JSON.stringify(['attached', tenantId, of, storageId]))
    .digest('hex')
    .slice(0, 24);

function readFound(
  connection: Connection,
  { origin, dataKey }: OpenedStorage,
): Promise<FoundBackup[]> {
  const vault = new MongoVault({
    place: async () => placeInDatabase(connection, origin.tenantId),
    storageId: origin.storageId,
    origin: async () => ({ ...origin, dataKey: async () => dataKey }),
    parts: [],
  });
  return vault.found('', MAX_SHOWN);
}
