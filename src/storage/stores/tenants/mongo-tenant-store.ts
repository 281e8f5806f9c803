import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { tenantId, type TenantId } from '../../../core/kernel/ids.ts';
import { Damaged } from '../../../core/kernel/errors.ts';
import { CLOCK_TOLERANCE_MS } from '../../../core/kernel/time/clock.ts';
import type {
  Installation,
  Installations,
  LifecycleCall,
  SigningTenant,
} from '../../../core/tenants/installations.ts';
import type { Tenant, TenantStore } from '../../../core/tenants/tenant.ts';
import { openCollection, type Collection } from '../../collection.ts';
import { NO_DATE } from '../../odd-fields.ts';
import type { SecretBox } from '../../sealing/secret-box.ts';
import type { TenantKeys } from '../../sealing/tenant-keys.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/kernel/time/durations.ts';
import { tenantSchema, toTenant, type TenantDocument } from './tenant-document.ts';

/**
 * A worker that was at work, or paused, may write once more after the first round: its data goes
 * with the next ones.
 */
const REPEAT_PURGE_MS = [MINUTE_MS, HOUR_MS, DAY_MS];
const LONGEST_REPEAT_MS = Math.max(...REPEAT_PURGE_MS);
const MAX_CALLS = 10;
/** Somebody else interferes this often only if what is stored makes no sense. */
const MAX_TRIES = 10;

/** Deletes what one collection holds of an incarnation. */
export type PurgeCollection = (id: TenantId) => Promise<unknown>;

export class MongoTenantStore implements TenantStore, Installations {
  readonly #tenants: Collection<TenantDocument>;
  readonly #secrets: SecretBox;
  readonly #keys: TenantKeys;
  readonly #purges: PurgeCollection[];

  constructor(deps: {
    connection: Connection;
    secrets: SecretBox;
    keys: TenantKeys;
    purges: PurgeCollection[];
  }) {
    this.#tenants = openCollection<TenantDocument>(deps.connection, 'Tenant', tenantSchema);
    this.#secrets = deps.secrets;
    this.#keys = deps.keys;
    this.#purges = deps.purges;
  }

  async find(key: string): Promise<Tenant | null> {
    const document = await this.#find(key);
    return document && toTenant(document);
  }

  async byId(id: TenantId): Promise<Tenant | null> {
    const document = await this.#tenants.byId(id);
    return document && toTenant(document);
  }

  async activeAt(siteUrl: string): Promise<Tenant | null> {
    const document = await this.#tenants.findOne({ siteUrl, state: 'active' });
    return document && toTenant(document);
  }

  async move(from: string, to: string): Promise<void> {
    const isThere = { siteUrl: from, state: { $in: ['active', 'uninstalled'] } };
    await this.#tenants.updateMany(isThere, { $set: { siteUrl: to } });
  }

  async install({ key, siteUrl, secret }: Installation, call: LifecycleCall): Promise<Tenant> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const existing = await this.#find(key);
      if (existing && isOvertaken(existing, call)) return toTenant(existing);
      const id = existing?._id ?? tenantId(randomBytes(12).toString('hex'));
      const sharedSecret =
        secret === undefined ? '' : await this.#secrets.seal(id, id, 'sharedSecret', secret);
      const installed = existing
        ? await this.#revive(existing, { key, siteUrl, sharedSecret }, call)
        : await this.#insert(id, { clientKey: key, siteUrl, sharedSecret }, call);
      if (installed) return toTenant(installed);
    }
    throw new Damaged(
      "This installation can't be recorded because its data was changed in the database. Contact whoever runs this service.",
    );
  }

  async findSigning(key: string): Promise<SigningTenant | null> {
    const document = await this.#find(key);
    const secret = await this.#openSecret(document);
    return document && secret !== null ? { tenant: toTenant(document), secret } : null;
  }

  async secret(id: TenantId): Promise<string | null> {
    return this.#openSecret(await this.#tenants.byId(id));
  }

  async findJoinable(ids: readonly TenantId[]): Promise<Tenant | null> {
    const isJoinable = { state: { $in: ['active', 'uninstalled'] }, sharedSecret: { $ne: '' } };
    const found = await this.#tenants.find({
      _id: { $in: [...ids] },
      ...isJoinable,
      ...NOT_JOINED,
    });
    const best = found.find(({ state }) => state === 'active') ?? found[0];
    return best ? toTenant(best) : null;
  }

  async join(id: TenantId, key: string): Promise<Tenant | null> {
    const isActive = { _id: id, state: 'active', ...NOT_JOINED };
    const hasLeft = { _id: id, state: 'uninstalled', ...NOT_JOINED };
    const joined =
      (await this.#tenants.findOneAndUpdate(isActive, { $set: { joinedKey: key } })) ??
      (await this.#tenants.findOneAndUpdate(hasLeft, {
        $set: { joinedKey: key, state: 'active', ...WITHOUT_FIRST },
        $unset: { uninstalledAt: 1 },
      }));
    return joined && toTenant(joined);
  }

  async uninstall(key: string, call: LifecycleCall): Promise<Tenant | null> {
    const found = await this.#find(key);
    if (!found) return null;
    if (hasTwo(found)) {
      await this.#leaveOne(found, key, call);
      return null;
    }
    if (found.firstLeft && key === found.occupies) return null;
    // The later of two clocks: a day of grace that is too long is better than none.
    const { signedAt, receivedAt } = call;
    const uninstalledAt = signedAt > receivedAt ? signedAt : receivedAt;
    await this.#tenants.update(
      { _id: found._id, state: 'active', ...sameDoors(found), ...notOvertaken(call) },
      { ...noting(call), $set: { state: 'uninstalled', uninstalledAt, calledAt: signedAt } },
    );
    const document = await this.#find(key);
    // Another front door joined it meanwhile.
    if (document && hasTwo(document)) return this.uninstall(key, call);
    return document?.state === 'uninstalled' ? toTenant(document) : null;
  }

  async healTimes(now: Date): Promise<number> {
    const state = 'uninstalled';
    const isAhead = { $gt: new Date(now.getTime() + CLOCK_TOLERANCE_MS) };
    let healed = 0;
    for (const uninstalledAt of [isAhead, NO_DATE]) {
      const isOdd = { state, uninstalledAt };
      for (const { _id, calledAt } of await this.#tenants.find(isOdd)) {
        // A clock of ours that is behind must not shorten the grace: the host's knows better.
        const at = calledAt instanceof Date && calledAt > now ? calledAt : now;
        await this.#tenants.update({ _id, ...isOdd }, { $set: { uninstalledAt: at } });
        healed += 1;
      }
    }
    return healed;
  }

  async beginPurges(before: Date): Promise<Tenant[]> {
    const isDue = { state: 'uninstalled', uninstalledAt: { $lte: before } };
    for (const { _id } of await this.#tenants.find(isDue)) {
      const purging = { state: 'purging', occupies: `purging ${_id}` };
      await this.#tenants.update({ _id, ...isDue }, { $set: purging, $unset: { joinedKey: 1 } });
    }
    const purging = await this.#tenants.find({
      state: 'purging',
      $or: [
        { nextPurgeAt: NO_DATE },
        { nextPurgeAt: { $lte: new Date() } },
        // Set by a clock that was ahead.
        { nextPurgeAt: { $gt: new Date(Date.now() + LONGEST_REPEAT_MS + CLOCK_TOLERANCE_MS) } },
      ],
    });
    return purging.map(toTenant);
  }

  async purge(id: TenantId): Promise<void> {
    for (const purge of this.#purges) await purge(id);
    const rounds = (await this.#tenants.byId(id))?.purgeRounds ?? 0;
    const waitMs = REPEAT_PURGE_MS[rounds];
    const isPurging = { _id: id, state: 'purging' };
    if (waitMs === undefined) {
      await this.#keys.forget(id);
      return this.#tenants.delete(isPurging);
    }
    const nextPurgeAt = new Date(Date.now() + waitMs);
    const forgotten = { clientKey: '', siteUrl: '', sharedSecret: '' };
    const fields = { purgeRounds: rounds + 1, nextPurgeAt, ...forgotten };
    await this.#tenants.update(isPurging, { $set: fields });
  }

  /** Calls that were changed in the database are forgotten: none could be added to them. */
  async #find(key: string): Promise<TenantDocument | null> {
    const found = await this.#tenants.findOne({
      $or: [{ occupies: String(key) }, { joinedKey: String(key) }],
    });
    if (!found || !('calls' in found) || Array.isArray(found.calls)) return found;
    await this.#tenants.update({ _id: found._id }, { $unset: { calls: 1 } });
    const { calls: _calls, ...rest } = found;
    return rest;
  }

  async #openSecret(document: TenantDocument | null): Promise<string | null> {
    if (document?.state !== 'active' || document.sharedSecret === '') return null;
    const { _id: id, sharedSecret } = document;
    return this.#secrets.open(id, id, 'sharedSecret', sharedSecret);
  }

  /** One of two installations has gone, unless a later call stands. */
  async #leaveOne(
    { _id, joinedKey }: TenantDocument,
    key: string,
    call: LifecycleCall,
  ): Promise<void> {
    const isThis = { _id, joinedKey, firstLeft: { $ne: true } };
    // The calls of two front doors are signed by two clocks: only those of the first are ordered.
    if (key === joinedKey) await this.#tenants.update(isThis, { $unset: { joinedKey: 1 } });
    else
      await this.#tenants.update(
        { ...isThis, ...notOvertaken(call) },
        { ...noting(call), $set: { ...WITHOUT_FIRST, calledAt: call.signedAt } },
      );
  }

  /** `null` when a purge began meanwhile, or a later call came. */
  #revive(
    { _id, occupies }: TenantDocument,
    { key, siteUrl, sharedSecret }: { key: string; siteUrl: string; sharedSecret: string },
    call: LifecycleCall,
  ): Promise<TenantDocument | null> {
    const isFirst = key === occupies;
    const active = { siteUrl, state: 'active' };
    const ofFirst = { sharedSecret, installedAt: call.receivedAt, calledAt: call.signedAt };
    return this.#tenants.findOneAndUpdate(
      { _id, state: { $in: ['active', 'uninstalled'] }, ...notOvertaken(call) },
      {
        ...noting(call),
        $set: isFirst ? { ...active, ...ofFirst } : active,
        $unset: isFirst ? { uninstalledAt: 1, firstLeft: 1 } : { uninstalledAt: 1 },
      },
    );
  }

  /** `null` when another replica installed it first. */
  async #insert(
    id: TenantId,
    installation: { clientKey: string; siteUrl: string; sharedSecret: string },
    call: LifecycleCall,
  ): Promise<TenantDocument | null> {
    const document: TenantDocument = {
      _id: id,
      ...installation,
      state: 'active',
      installedAt: call.receivedAt,
      calledAt: call.signedAt,
      calls: [call.id],
      occupies: installation.clientKey,
    };
    return (await this.#tenants.insert(document)) ? document : null;
  }
}

const NOT_JOINED = { joinedKey: { $exists: false } };
const WITHOUT_FIRST = { firstLeft: true, sharedSecret: '' };

const sameDoors = ({ joinedKey, firstLeft }: TenantDocument) => ({
  joinedKey: joinedKey ?? { $exists: false },
  firstLeft: firstLeft ?? { $exists: false },
});

const hasTwo = ({ state, joinedKey, firstLeft }: TenantDocument): boolean =>
  state === 'active' && joinedKey !== undefined && firstLeft !== true;

/**
 * Calls of the same second are told apart by being the very same one or not. One that was signed at
 * a time that has not come yet overtakes nothing: somebody's clock is wrong.
 */
function isOvertaken({ calledAt, calls = [] }: TenantDocument, call: LifecycleCall): boolean {
  if (calls.includes(call.id)) return true;
  return calledAt !== undefined && calledAt > call.signedAt && calledAt <= latestOf(call);
}

/** As `isOvertaken`, for the database. */
const notOvertaken = (call: LifecycleCall) => ({
  calls: { $ne: call.id },
  $or: [
    { calledAt: NO_DATE },
    { calledAt: { $lte: call.signedAt } },
    { calledAt: { $gt: latestOf(call) } },
  ],
});

const latestOf = ({ receivedAt }: LifecycleCall): Date =>
  new Date(receivedAt.getTime() + CLOCK_TOLERANCE_MS);

const noting = ({ id }: LifecycleCall) => ({
  $push: { calls: { $each: [id], $slice: -MAX_CALLS } },
});
