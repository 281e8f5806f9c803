import { Schema, type Connection } from 'mongoose';
import {
  isWrite,
  type AgentCallEnd,
  type AgentCallProgress,
  type AgentCallState,
  type AgentCallStore,
  type TakenCall,
} from '../../core/sites/agents/agent-call.ts';
import type { AgentPlace } from '../../core/sites/agents/agent-token.ts';
import { DAY_MS, MINUTE_MS } from '../../core/kernel/time/durations.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { TimeSpan } from '../../core/kernel/time/lately.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import { NO_DATE } from '../odd-fields.ts';
import { definedFields } from '../set-fields.ts';
import { storedBytes } from '../stored-bytes.ts';
import type { Collection, Filter } from '../collection.ts';
import { TenantCollection, type TenantDocument } from '../tenant-collection.ts';

interface CallDocument extends TenantDocument {
  place: string;
  state: 'queued' | 'taken' | 'begun' | 'ended';
  isWrite: boolean;
  queuedAt: Date;
  /** When somebody last waited for it. */
  waitedAt: Date;
  expiresAt: Date;
  /** Pieces of the answer that have come. */
  pieces: number;
  /** Sealed. */
  call: string;
  /** Sealed. */
  body?: Buffer | undefined;
  /** Sealed. */
  end?: string;
  /** Sealed. */
  last?: Buffer;
}

/** `<call> <number>` is the id. */
interface PieceDocument extends TenantDocument {
  callId: string;
  expiresAt: Date;
  /** Sealed. */
  bytes: Buffer;
}

const text = { type: String, required: true };
const callSchema = new Schema(
  {
    _id: text,
    tenantId: text,
    place: text,
    state: text,
    isWrite: Boolean,
    queuedAt: Date,
    waitedAt: Date,
    expiresAt: Date,
    pieces: Number,
    call: String,
    body: Buffer,
    end: String,
    last: Buffer,
  },
  { collection: 'agent_calls', versionKey: false },
);
callSchema.index({ tenantId: 1, place: 1, state: 1, queuedAt: 1 });
callSchema.index({ expiresAt: 1 });
const pieceSchema = new Schema(
  { _id: text, tenantId: text, callId: text, expiresAt: Date, bytes: Buffer },
  { collection: 'agent_pieces', versionKey: false },
);
pieceSchema.index({ callId: 1, _id: 1 });
pieceSchema.index({ expiresAt: 1 });

/** For how long a call is kept from when somebody last waited for it, or a piece of it came. */
const KEPT_MS = 10 * MINUTE_MS;
/** No call lasts longer: what says so was dated by a clock that was wrong. */
const LONGEST_MS = DAY_MS;

/** Calls and answers as documents, which exist only while in transit. */
export class MongoAgentCallStore implements AgentCallStore {
  readonly #calls: TenantCollection<CallDocument>;
  readonly #pieces: TenantCollection<PieceDocument>;
  readonly #secrets: SecretBox;

  constructor(connection: Connection, secrets: SecretBox) {
    this.#calls = new TenantCollection(connection, 'AgentCall', callSchema);
    this.#pieces = new TenantCollection(connection, 'AgentPiece', pieceSchema);
    this.#secrets = secrets;
  }

  async put(
    { tenantId, place }: AgentPlace,
    call: TakenCall,
    { now, expiresAt }: { now: Date; expiresAt: Date },
  ): Promise<void> {
    const { id, body, ...head } = call;
    await this.#calls.of(tenantId).insert({
      _id: id,
      tenantId,
      place,
      state: 'queued',
      isWrite: isWrite(call),
      queuedAt: now,
      waitedAt: now,
      expiresAt,
      pieces: 0,
      call: await this.#secrets.seal(tenantId, id, 'call', JSON.stringify(head)),
      body: body && (await this.#seal(tenantId, id, 'body', body)),
    });
  }

  async noteWaiting(ids: readonly string[], now: Date): Promise<void> {
    const these = { _id: { $in: [...ids] } };
    const open = { ...these, state: { $in: ['queued', 'taken'] } };
    const keptUntil = new Date(now.getTime() + KEPT_MS);
    await this.#calls.everyTenant.updateMany(open, { $set: { waitedAt: now } });
    await this.#calls.everyTenant.updateMany(these, { $max: { expiresAt: keptUntil } });
  }

  async take({ tenantId, place }: AgentPlace, most: number): Promise<TakenCall[]> {
    const calls = this.#calls.of(tenantId);
    const queued = { place, state: 'queued' };
    const waiting = await calls.find(queued, {
      select: { _id: 1 },
      sort: { queuedAt: 1 },
      limit: most,
    });
    const taken = waiting.map(async ({ _id }) => {
      const change = { $set: { state: 'taken' } };
      const document = await calls.findOneAndUpdate({ _id, ...queued }, change);
      return document ? [await this.#toCall(document)] : [];
    });
    return (await Promise.all(taken)).flat();
  }

  async giveBack({ tenantId, place }: AgentPlace, ids: readonly string[]): Promise<void> {
    const mine = { _id: { $in: [...ids] }, place, state: 'taken' };
    await this.#calls.of(tenantId).updateMany(mine, { $set: { state: 'queued' } });
  }

  begin({ tenantId, place }: AgentPlace, id: string, waited: TimeSpan): Promise<boolean> {
    const waitedAt = { $gt: waited.from, $lte: waited.to };
    const mine = { _id: String(id), place, state: 'taken', waitedAt };
    return this.#calls.of(tenantId).update(mine, { $set: { state: 'begun' } });
  }

  async addPiece(
    { tenantId, place }: AgentPlace,
    id: string,
    { number, bytes }: { number: number; bytes: Buffer },
  ): Promise<boolean> {
    const expiresAt = new Date(Date.now() + KEPT_MS);
    const running = { _id: String(id), place, state: { $in: ['taken', 'begun'] } };
    const change = { $inc: { pieces: 1 }, $set: { expiresAt } };
    if (!(await this.#calls.of(tenantId).update(running, change))) return false;
    await this.#pieces.of(tenantId).insert({
      _id: `${id} ${number}`,
      tenantId,
      callId: String(id),
      expiresAt,
      bytes: await this.#seal(tenantId, id, `piece ${number}`, bytes),
    });
    return true;
  }

  async end({ tenantId, place }: AgentPlace, id: string, end: AgentCallEnd): Promise<boolean> {
    const { last, ...head } = 'failure' in end ? { ...end, last: undefined } : end;
    const change = definedFields({
      state: 'ended',
      end: await this.#secrets.seal(tenantId, id, 'end', JSON.stringify(head)),
      last: last && (await this.#seal(tenantId, id, 'last', last)),
    });
    const calls = this.#calls.of(tenantId);
    const mine = { _id: String(id), place };
    const running = { ...mine, state: { $in: ['taken', 'begun'] } };
    if (await calls.update(running, { $set: change })) return true;
    return (await calls.count({ ...mine, state: 'ended' })) > 0;
  }

  async stateOf({ tenantId }: AgentPlace, id: string): Promise<AgentCallState | undefined> {
    const select = { state: 1, pieces: 1, end: 1, last: 1 } as const;
    const [document] = await this.#calls.of(tenantId).find({ _id: String(id) }, { select });
    if (document?.state !== 'ended')
      return document && { state: document.state, pieces: document.pieces };
    const { end = '', last } = document;
    const head = JSON.parse(await this.#secrets.open(tenantId, id, 'end', end)) as AgentCallEnd;
    if ('failure' in head || !last) return { state: 'ended', end: head };
    return { state: 'ended', end: { ...head, last: await this.#open(tenantId, id, 'last', last) } };
  }

  async statesOf(ids: readonly string[]): Promise<AgentCallProgress[]> {
    const filter = { _id: { $in: [...ids] } };
    const select = { state: 1, pieces: 1 } as const;
    const found = await this.#calls.everyTenant.find(filter, { select });
    return found.map(({ _id, state, pieces }) => ({ id: _id, state, pieces }));
  }

  async piece({ tenantId }: AgentPlace, id: string, number: number): Promise<Buffer | undefined> {
    const document = await this.#pieces.of(tenantId).byId(`${id} ${number}`);
    if (!document) return undefined;
    return this.#open(tenantId, id, `piece ${number}`, document.bytes);
  }

  async withdraw({ tenantId }: AgentPlace, id: string): Promise<boolean> {
    const open = [{ state: 'queued' }, { state: 'taken', isWrite: true }];
    const mine = { _id: String(id), $or: open };
    // In this state nobody takes it until it is removed.
    return this.#calls.of(tenantId).update(mine, { $set: { state: 'withdrawn' } });
  }

  async remove({ tenantId }: AgentPlace, id: string, hasPieces: boolean): Promise<void> {
    await this.#calls.of(tenantId).delete({ _id: String(id) });
    if (hasPieces) await this.#pieces.of(tenantId).deleteMany({ callId: String(id) });
  }

  async sweep(now: Date): Promise<void> {
    await sweepExpired(this.#calls.everyTenant, now);
    const calls = await this.#calls.everyTenant.find({}, { select: { _id: 1 } });
    const left = { callId: { $nin: calls.map(({ _id }) => _id) } };
    await sweepExpired(this.#pieces.everyTenant, now, left);
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#calls.purge(tenantId);
    await this.#pieces.purge(tenantId);
  }

  async #toCall({ _id, tenantId, call, body }: CallDocument): Promise<TakenCall> {
    const head = JSON.parse(await this.#secrets.open(tenantId, _id, 'call', call)) as TakenCall;
    const bytes = body && (await this.#open(tenantId, _id, 'body', body));
    return { ...head, id: _id, body: bytes };
  }

  #seal(tenantId: TenantId, documentId: string, field: string, bytes: Buffer): Promise<Buffer> {
    return this.#secrets.sealBytes({ tenantId, documentId, field }, bytes);
  }

  #open(tenantId: TenantId, documentId: string, field: string, sealed: Buffer): Promise<Buffer> {
    return this.#secrets.openBytes({ tenantId, documentId, field }, storedBytes(sealed));
  }
}

/** Those of them that `filter` picks. */
async function sweepExpired<D extends CallDocument | PieceDocument>(
  documents: Collection<D>,
  now: Date,
  filter: Filter = {},
): Promise<void> {
  const latest = new Date(now.getTime() + LONGEST_MS);
  for (const expiresAt of [{ $lt: now }, { $gt: latest }])
    await documents.deleteMany({ ...filter, expiresAt }, ['expiresAt']);
  await documents.deleteMany({ ...filter, expiresAt: NO_DATE });
}
