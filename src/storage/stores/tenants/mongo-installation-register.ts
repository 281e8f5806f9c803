import { Schema, type Connection } from 'mongoose';
import { CLOCK_TOLERANCE_MS } from '../../../core/kernel/time/clock.ts';
import type { TenantId } from '../../../core/kernel/ids.ts';
import type {
  InstallationRegister,
  NotedMove,
  RegisteredInstallation,
} from '../../../core/tenants/installation-register.ts';
import { NO_DATE } from '../../odd-fields.ts';
import { setFields } from '../../set-fields.ts';
import { openCollection, type Collection } from '../../collection.ts';

interface InstallationDocument {
  _id: string;
  key: string;
  tenantId: TenantId;
  state: RegisteredInstallation['state'];
  /** It has left, and what follows from that is still to be done. */
  isLeaving?: true;
  heardAt: Date;
  /** Rounds in a row in which nothing was heard of it. */
  silence: number;
  countedAt?: Date;
  move?: NotedMove;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    tenantId: { type: String, required: true },
    state: String,
    isLeaving: Boolean,
    heardAt: Date,
    silence: Number,
    countedAt: Date,
    move: { _id: false, id: String, isStarted: Boolean },
  },
  { collection: 'installations', versionKey: false },
);
schema.index({ key: 1 });
schema.index({ tenantId: 1 });
schema.index({ state: 1, heardAt: 1 });
schema.index({ isLeaving: 1 }, { sparse: true });

export class MongoInstallationRegister implements InstallationRegister {
  readonly #installations: Collection<InstallationDocument>;

  constructor(connection: Connection) {
    this.#installations = openCollection(connection, 'Installation', schema);
  }

  async find(id: string): Promise<RegisteredInstallation | null> {
    const document = await this.#installations.byId(id);
    return document && toInstallation(document);
  }

  async arrive(
    { id, key, tenantId }: { id: string; key: string; tenantId: TenantId },
    now: Date,
  ): Promise<void> {
    const here = { key, tenantId, state: 'here', heardAt: now, silence: 0 } as const;
    const isNew = await this.#installations.insert({ _id: id, ...here });
    if (!isNew)
      await this.#installations.update({ _id: id, state: { $ne: 'left' } }, { $set: here });
    const before = { key, _id: { $ne: id }, state: { $ne: 'left' } };
    if (isNew) await this.#installations.updateMany(before, { $set: { state: 'left' } });
  }

  async leave(id: string): Promise<RegisteredInstallation | null> {
    await this.#installations.update({ _id: id }, { $set: { state: 'left', isLeaving: true } });
    return this.find(id);
  }

  async settle(id: string): Promise<void> {
    await this.#installations.update({ _id: id }, { $unset: { isLeaving: 1 } });
  }

  async unsettled(): Promise<RegisteredInstallation[]> {
    return (await this.#installations.find({ isLeaving: true })).map(toInstallation);
  }

  async isAnyHere(key: string): Promise<boolean> {
    return (await this.#installations.count({ key, state: { $ne: 'left' } })) > 0;
  }

  async moveOf(id: string): Promise<NotedMove | undefined> {
    return (await this.#installations.byId(id))?.move;
  }

  async noteMove(id: string, move: NotedMove | undefined): Promise<void> {
    await this.#installations.update({ _id: id }, setFields({ move }));
  }

  async hear(id: string, now: Date): Promise<void> {
    const isHere = { _id: id, state: 'here' };
    await this.#installations.update(isHere, { $set: { heardAt: now, silence: 0 } });
  }

  async countSilence({
    before,
    now,
    most,
  }: {
    before: Date;
    now: Date;
    most: number;
  }): Promise<RegisteredInstallation[]> {
    await this.#healTimes(now);
    const isSilent = {
      state: 'here',
      heardAt: { $lt: before },
      $or: [{ countedAt: { $exists: false } }, { countedAt: { $lt: before } }],
    };
    await this.#installations.updateMany(isSilent, {
      $inc: { silence: 1 },
      $set: { countedAt: now },
    });
    const isGone = { state: 'here', silence: { $gt: most } };
    const gone = await this.#installations.find(isGone);
    for (const { _id } of gone)
      await this.#installations.update({ _id, ...isGone }, { $set: { state: 'silent' } });
    return (await this.#installations.find({ state: 'silent' })).map(toInstallation);
  }

  /** What a clock that was ahead has dated, or was changed in the database, counts as of now. */
  async #healTimes(now: Date): Promise<void> {
    const state = 'here';
    const isAhead = { $gt: new Date(now.getTime() + CLOCK_TOLERANCE_MS) };
    for (const dated of ['heardAt', 'countedAt'])
      for (const isOdd of [isAhead, { $exists: true, ...NO_DATE }])
        await this.#installations.updateMany({ state, [dated]: isOdd }, { $set: { [dated]: now } });
    const isUncounted = { state, silence: { $not: { $gte: 0 } } };
    await this.#installations.updateMany(isUncounted, { $set: { silence: 0 } });
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#installations.deleteMany({ tenantId });
  }
}

const toInstallation = ({
  _id,
  key,
  tenantId,
  state,
}: InstallationDocument): RegisteredInstallation => ({ id: _id, key, tenantId, state });
