import { Schema, type Connection } from 'mongoose';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { TimeSpan } from '../../core/kernel/time/lately.ts';
import type {
  AgentToken,
  AgentTokenStore,
  SeenAgent,
} from '../../core/sites/agents/agent-token.ts';
import { NO_DATE } from '../odd-fields.ts';
import { TenantCollection, type TenantDocument } from '../tenant-collection.ts';

type TokenDocument = TenantDocument & Omit<AgentToken, 'id'>;
/** `<token> <instance>` is the id. */
type AgentDocument = TenantDocument & SeenAgent;

const text = { type: String, required: true };
const tokenSchema = new Schema(
  {
    _id: text,
    tenantId: text,
    place: text,
    hash: text,
    madeAt: Date,
    madeBy: { _id: false, accountId: String, name: String },
  },
  { collection: 'agent_tokens', versionKey: false },
);
tokenSchema.index({ tenantId: 1, place: 1, madeAt: 1 });
const agentSchema = new Schema(
  {
    _id: text,
    tenantId: text,
    tokenId: text,
    place: text,
    instance: text,
    host: String,
    version: String,
    seenAt: Date,
  },
  { collection: 'agents', versionKey: false },
);
agentSchema.index({ tenantId: 1, seenAt: 1 });
agentSchema.index({ seenAt: 1 });

/** More agents than these no page shows. */
const MAX_SEEN = 50;

export class MongoAgentTokenStore implements AgentTokenStore {
  readonly #tokens: TenantCollection<TokenDocument>;
  readonly #agents: TenantCollection<AgentDocument>;

  constructor(connection: Connection) {
    this.#tokens = new TenantCollection(connection, 'AgentToken', tokenSchema);
    this.#agents = new TenantCollection(connection, 'Agent', agentSchema);
  }

  async add({ id, ...token }: AgentToken): Promise<void> {
    await this.#tokens.of(token.tenantId).insert({ _id: id, ...token });
  }

  async find(id: string): Promise<AgentToken | undefined> {
    const document = await this.#tokens.everyTenant.byId(id);
    return document ? toToken(document) : undefined;
  }

  async list(tenantId: TenantId): Promise<AgentToken[]> {
    const sort = { place: 1, madeAt: 1 } as const;
    return (await this.#tokens.of(tenantId).find({}, { sort })).map(toToken);
  }

  async remove(tenantId: TenantId, id: string): Promise<void> {
    await this.#tokens.of(tenantId).delete({ _id: String(id) });
    await this.#agents.of(tenantId).deleteMany({ tokenId: String(id) });
  }

  async see(tenantId: TenantId, agent: SeenAgent): Promise<void> {
    const _id = `${agent.tokenId} ${agent.instance}`;
    await this.#agents.of(tenantId).upsert({ _id }, { $set: agent });
  }

  async seen(tenantId: TenantId, { from, to }: TimeSpan, place?: string): Promise<SeenAgent[]> {
    const filter = { seenAt: { $gte: from, $lte: to }, ...(place === undefined ? {} : { place }) };
    const found = await this.#agents
      .of(tenantId)
      .find(filter, { sort: { seenAt: -1 }, limit: MAX_SEEN });
    return found.map(({ _id, tenantId: _tenantId, ...agent }) => agent);
  }

  async keepOnly({ from, to }: TimeSpan): Promise<void> {
    const { everyTenant } = this.#agents;
    for (const seenAt of [{ $lt: from }, { $gt: to }])
      await everyTenant.deleteMany({ seenAt }, ['seenAt']);
    await everyTenant.deleteMany({ seenAt: NO_DATE });
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#tokens.purge(tenantId);
    await this.#agents.purge(tenantId);
  }
}

const toToken = ({ _id, ...token }: TokenDocument): AgentToken => ({ id: _id, ...token });
