import { Schema, type Connection, type Model } from 'mongoose';
import { Conflict, NotFound } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { Person } from '../../core/kernel/person.ts';
import { storedBytes } from '../stored-bytes.ts';
import { translated } from '../translate-error.ts';
import type { PassphraseWrap } from './passphrase-wrap.ts';

/**
 * What is stored of a tenant's keys. At most one of `passphrase` and `keyService` is set: the
 * keeper of the data key.
 */
export interface TenantKeyDocument {
  _id: string;
  /** The key of the ring that seals whatever the ring seals here. */
  keyId: string;
  /** The data key; with a keeper the key of secrets, from which nothing else follows. */
  sealed: Buffer | null;
  passphrase?: SetPassphrase;
  keyService?: SetKeyService;
  destroyedAt?: Date;
}

interface SetKeeper {
  /** The ring seals what is stored here once more: both are needed. */
  withRing?: boolean;
  setAt: Date;
  setBy: Person;
}

/** The data key under a passphrase, and who set that. */
export type SetPassphrase = PassphraseWrap & SetKeeper;

/** The data key under a key that a key service wraps, and who set that. */
export interface SetKeyService extends SetKeeper {
  provider: string;
  /** What may be shown of how it is reached. */
  shown: Record<string, string>;
  /** All of it, sealed under the key of secrets. */
  settings: Buffer;
  /** The key that seals the data key, as the service wrapped it. */
  wrapped: string;
  sealed: Buffer;
}

/** Which key service wraps the data key of which tenant. */
export interface UsedKeyService {
  tenantId: TenantId;
  setAt: Date;
}

/** The keeper that somebody saw before deciding on another one; neither where there was none. */
export interface SeenKeepers {
  passphrase?: Pick<SetKeeper, 'setAt'> | undefined;
  keyService?: Pick<SetKeeper, 'setAt'> | undefined;
}

const { Mixed } = Schema.Types;
const keeper = { _id: false, sealed: Buffer, withRing: Boolean, setAt: Date, setBy: Mixed };
const schema = new Schema<TenantKeyDocument>(
  {
    _id: { type: String, required: true },
    keyId: { type: String, required: true },
    sealed: { type: Buffer, default: null },
    passphrase: { type: { ...keeper, salt: Buffer, cost: Mixed }, required: false },
    keyService: {
      type: { ...keeper, provider: String, shown: Mixed, settings: Buffer, wrapped: String },
      required: false,
    },
    destroyedAt: Date,
  },
  { collection: 'tenant_keys', versionKey: false, minimize: false },
);
schema.index({ keyId: 1 });
schema.index({ 'keyService.provider': 1 }, { sparse: true });

/** Instead of a key's id, where there is none any more. */
export const DESTROYED = 'destroyed';

/** One a tenant, in the service database; every change is a compare-and-set. */
export class TenantKeyDocuments {
  readonly model: Model<TenantKeyDocument>;

  constructor(connection: Connection) {
    this.model = connection.model<TenantKeyDocument>('TenantKey', schema);
  }

  async read(id: TenantId): Promise<TenantKeyDocument | undefined> {
    const found = await translated(() =>
      this.model.findOne({ _id: id }).lean<TenantKeyDocument>().exec(),
    );
    return found ? withBytes(found) : undefined;
  }

  /** Inserted if absent. @throws Error when it is not there then */
  async create(id: TenantId, first: { keyId: string; sealed: Buffer }): Promise<TenantKeyDocument> {
    await translated(() =>
      this.model.updateOne({ _id: id }, { $setOnInsert: first }, { upsert: true }).exec(),
    ).catch((error: unknown) => {
      // Another replica was first: its key is read below.
      if ((error as { code?: unknown }).code !== 'duplicate') throw error;
    });
    const created = await this.read(id);
    if (!created) throw new Error(`The key of tenant ${id} wasn't stored.`);
    return created;
  }

  /** Whether it was still as it was read. */
  async change(before: TenantKeyDocument, change: object): Promise<boolean> {
    const same = { _id: before._id, keyId: before.keyId, sealed: before.sealed };
    const changed = await translated(() => this.model.updateOne(same, change).exec());
    return changed.matchedCount === 1;
  }

  /**
   * Instead of keeper and seal of now, as long as the keeper is the one that was `seen`. @throws
   * Conflict `keys-changed`, NotFound
   */
  async replace(
    id: TenantId,
    {
      passphrase,
      keyService,
      ...wrapped
    }: Pick<TenantKeyDocument, 'keyId' | 'sealed' | 'passphrase' | 'keyService'>,
    seen: SeenKeepers,
  ): Promise<void> {
    const document = await this.read(id);
    if (!document?.sealed) throw new NotFound('The data of this installation was deleted.');
    const keeper = { ...(passphrase && { passphrase }), ...(keyService && { keyService }) };
    const gone = {
      ...(!passphrase && { passphrase: 1 as const }),
      ...(!keyService && { keyService: 1 as const }),
    };
    const change = { $set: { ...wrapped, ...keeper }, $unset: gone };
    if (isAsSeen(document, seen) && (await this.change(document, change))) return;
    throw new Conflict(
      'keys-changed',
      'Somebody else changed the keys meanwhile. Reload the page and try again.',
    );
  }

  /** Those of all tenants. */
  async usedKeyServices(): Promise<UsedKeyService[]> {
    const found = await translated(() =>
      this.model
        .find({ 'keyService.provider': { $gt: '' } })
        .select({ _id: 1, 'keyService.setAt': 1 })
        .lean<{ _id: TenantId; keyService: Pick<SetKeyService, 'setAt'> }[]>()
        .exec(),
    );
    return found.map(({ _id, keyService: { setAt } }) => ({ tenantId: _id, setAt }));
  }
}

/** A keeper set meanwhile must not be lost, nor one replaced by whoever doesn't know it. */
const isAsSeen = (stored: SeenKeepers, seen: SeenKeepers): boolean =>
  stored.passphrase?.setAt.getTime() === seen.passphrase?.setAt.getTime() &&
  stored.keyService?.setAt.getTime() === seen.keyService?.setAt.getTime();

/** Bytes as they are, whatever the driver wrapped them in. */
function withBytes(document: TenantKeyDocument): TenantKeyDocument {
  const { passphrase, keyService } = document;
  return {
    ...document,
    ...(passphrase && {
      passphrase: {
        ...passphrase,
        salt: storedBytes(passphrase.salt),
        sealed: storedBytes(passphrase.sealed),
      },
    }),
    ...(keyService && {
      keyService: {
        ...keyService,
        settings: storedBytes(keyService.settings),
        sealed: storedBytes(keyService.sealed),
      },
    }),
  };
}
