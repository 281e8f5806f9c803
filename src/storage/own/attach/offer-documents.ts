import { randomBytes } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import { NotFound } from '../../../core/kernel/errors.ts';
import { tenantId as asTenantId, type TenantId } from '../../../core/kernel/ids.ts';
import {
  STORAGE_PROVIDER_NAMES,
  type StorageProvider,
} from '../../../core/storages/storage-providers.ts';
import type { StorageAddress } from '../../../core/storages/address/storage-address.ts';
import type { StorageOrigin } from '../../../core/storages/storage.ts';
import type { SecretBox } from '../../sealing/secret-box.ts';
import { readAddress } from '../../stores/mongo-own-storage-store.ts';
import { TenantCollection } from '../../tenant-collection.ts';

const KEPT_MS = 3_600_000;

/** What was typed and found, to be attached or forgotten. One a tenant. */
export interface KeptOffer {
  label: string;
  provider: StorageProvider;
  address: StorageAddress;
  /** What is in the database or bucket, each with its data key as `AttachedKeys` seals it. */
  opened: { origin: StorageOrigin; attachedKey: Buffer }[];
}

interface OfferDocument {
  _id: string;
  tenantId: TenantId;
  offerId: string;
  sealed: string;
  at: Date;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    offerId: String,
    sealed: String,
    at: Date,
  },
  { collection: 'storage_offers', versionKey: false },
);

const Kept = z.object({
  label: z.string(),
  provider: z.enum(STORAGE_PROVIDER_NAMES),
  address: z.string(),
  opened: z.array(
    z.object({
      origin: z.object({ tenantId: z.string().transform(asTenantId), storageId: z.string() }),
      attachedKey: z.string(),
    }),
  ),
});

/** Offers, kept between the page that shows them and the click that accepts one. */
export class OfferDocuments {
  readonly #offers: TenantCollection<OfferDocument>;
  readonly #secrets: SecretBox;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(service: Connection, secrets: SecretBox, clock: Pick<Clock, 'now'>) {
    this.#offers = new TenantCollection(service, 'StorageOffer', schema);
    this.#secrets = secrets;
    this.#clock = clock;
  }

  /** Instead of an earlier one. Answers its id. */
  async put(tenantId: TenantId, { label, provider, address, opened }: KeptOffer): Promise<string> {
    const offerId = randomBytes(12).toString('hex');
    const text = JSON.stringify({
      label,
      provider,
      address: JSON.stringify(address),
      opened: opened.map(({ origin, attachedKey }) => ({
        origin,
        attachedKey: attachedKey.toString('base64'),
      })),
    });
    const sealed = await this.#secrets.seal(tenantId, offerId, 'offer', text);
    const change = { $set: { offerId, sealed, at: new Date(this.#clock.now()) } };
    const mine = this.#offers.of(tenantId);
    if (!(await mine.upsert({ _id: String(tenantId) }, change)))
      await mine.update({ _id: String(tenantId) }, change);
    return offerId;
  }

  /** @throws NotFound when it has passed, or another one took its place */
  async get(tenantId: TenantId, offerId: string): Promise<KeptOffer> {
    const found = await this.#offers.of(tenantId).findOne({ offerId });
    const ageMs = found ? Math.abs(this.#clock.now() - found.at.getTime()) : Infinity;
    if (!found || ageMs > KEPT_MS)
      throw new NotFound('This was a while ago. Enter the address and the recovery key again.');
    const text = await this.#secrets.open(tenantId, offerId, 'offer', found.sealed);
    const kept = Kept.parse(JSON.parse(text));
    const opened = kept.opened.map(({ origin, attachedKey }) => ({
      origin,
      attachedKey: Buffer.from(attachedKey, 'base64'),
    }));
    return { ...kept, address: readAddress(kept.address), opened };
  }

  purge(tenantId: TenantId): Promise<void> {
    return this.#offers.purge(tenantId);
  }
}
