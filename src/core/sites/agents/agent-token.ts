import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { TenantId } from '../../kernel/ids.ts';
import type { TimeSpan } from '../../kernel/time/lately.ts';
import type { Person } from '../../kernel/person.ts';

/** What the agents of one site of one tenant have in common: whose calls they carry, and where. */
export interface AgentPlace {
  tenantId: TenantId;
  /** Host, port and context path of the site, as agents and administrators name it. */
  place: string;
}

/** What rings when a call waits for an agent of the place. */
export const nameOfPlace = ({ tenantId, place }: AgentPlace): string => `${tenantId} ${place}`;

/** Lets agents of one site in. The token itself is stored nowhere. */
export interface AgentToken extends AgentPlace {
  id: string;
  /** Of the token's secret part: it has 256 random bits, which nobody guesses from its hash. */
  hash: string;
  madeAt: Date;
  madeBy: Person;
}

/** An agent that was heard of, by the token that it has. */
export interface SeenAgent {
  tokenId: string;
  /** Of the token. */
  place: string;
  /** Chosen again at each of its starts. */
  instance: string;
  /** Of the machine or container that it runs on. */
  host: string;
  version: string;
  seenAt: Date;
}

export interface AgentTokenStore {
  add(token: AgentToken): Promise<void>;
  /** Of any tenant: whose it is, the token says. Undefined for one that was revoked. */
  find(id: string): Promise<AgentToken | undefined>;
  /** By place, then the oldest first. */
  list(tenantId: TenantId): Promise<AgentToken[]>;
  /** Revokes: from then on it is not found. Idempotent. */
  remove(tenantId: TenantId, id: string): Promise<void>;
  /** Notes that an agent was heard of. */
  see(tenantId: TenantId, agent: SeenAgent): Promise<void>;
  /** Those heard of then, of one place where it is named, the latest first; a few at most. */
  seen(tenantId: TenantId, when: TimeSpan, place?: string): Promise<SeenAgent[]>;
  /** Forgets all agents that were not heard of then. */
  keepOnly(when: TimeSpan): Promise<void>;
}

const PREFIX = 'bma';
const FORM = /^bma_([0-9a-f]{24})_([\w-]{43})$/;

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** A new token as an agent is given it, which is shown once, and as it is stored. */
export function makeAgentToken(
  place: AgentPlace,
  madeBy: Person,
  madeAt: Date,
): { text: string; token: AgentToken } {
  const id = randomBytes(12).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  const hash = hashOf(secret).toString('hex');
  return {
    text: `${PREFIX}_${id}_${secret}`,
    token: { id, ...place, hash, madeAt, madeBy },
  };
}

/** The parts of a token; undefined for what is none. */
export function readAgentToken(text: string): { id: string; secret: string } | undefined {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** Whether the secret is that of the token; takes the same time whatever it is. */
export const isSecretOf = (secret: string, { hash }: Pick<AgentToken, 'hash'>): boolean =>
  timingSafeEqual(hashOf(secret), Buffer.from(hash, 'hex'));
