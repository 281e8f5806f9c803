import type { Clock } from '../core/kernel/time/clock.ts';
import type { Log } from '../core/kernel/log.ts';
import { CallRefused } from './assert-allowed.ts';
import type { WireCall } from './wire-call.ts';
import { ServiceRefused, type ServiceClient } from './service-client.ts';
import { SiteSilent, type SiteAnswer, type SiteClient } from './site-client.ts';

/** Small enough for any proxy on the way. */
const PIECE_BYTES = 256 << 10;
/** A permission to write that took longer than this to arrive is too old to use. */
const BEGIN_MS = 5_000;
/** How long to try to deliver an answer. */
const BRING_MS = 60_000;
const RETRY_MS = 1_000;

/** How long the site took to answer, ms: not counting the way through the service. */
const SITE_MS_HEADER = 'x-agent-site-ms';

export interface CarryParts {
  service: Pick<ServiceClient, 'begin' | 'addPiece' | 'end'>;
  site: Pick<SiteClient, 'call'>;
  clock: Clock;
  log: Log;
}

/** What the service gets for a call that got no answer. */
interface Failure {
  failure: 'refused' | 'unsent' | 'lost' | 'too-large';
  why: string;
}

/**
 * Makes one call, once, and delivers the result. A write is made only after the service has
 * confirmed that somebody still waits for it. Never throws.
 */
export async function carryCall(call: WireCall, parts: CarryParts): Promise<void> {
  const { clock, log } = parts;
  const startedAt = clock.monotonicMs();
  const fields = { call: call.id, method: call.method, path: call.path.replace(/\?.*$/s, '') };
  try {
    const end = await new Carrying(call, parts).end();
    const ms = Math.round(clock.monotonicMs() - startedAt);
    if (end === undefined) log.info({ ...fields, ms }, 'Nobody waits for this call any more.');
    else if ('failure' in end) log.warn({ ...fields, ms, ...end }, 'A call got no answer.');
    else log.info({ ...fields, ms, status: end.status }, 'The site answered.');
    if (end) await deliver(parts, () => parts.service.end(call.id, end));
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    log.warn({ ...fields, why }, "The answer to a call couldn't be delivered to the service.");
  }
}

interface Answered {
  status: number;
  headers: Record<string, string>;
  pieces: number;
  last: string;
}

class Carrying {
  readonly #call: WireCall;
  readonly #parts: CarryParts;

  constructor(call: WireCall, parts: CarryParts) {
    this.#call = call;
    this.#parts = parts;
  }

  /** What to report at the end; undefined where nobody wants to know. */
  async end(): Promise<Answered | Failure | undefined> {
    const { method, timeoutMs } = this.#call;
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), timeoutMs);
    // Large answers take time: only check that bytes keep moving.
    const onPart = (): void => void timer.refresh();
    try {
      if (method !== 'GET' && !(await this.#mayBegin())) return undefined;
      const { clock, site } = this.#parts;
      const calledAt = clock.monotonicMs();
      const answer = await site.call(this.#call, timeout.signal);
      const siteMs = String(Math.round(clock.monotonicMs() - calledAt));
      const headers = { ...answer.headers, [SITE_MS_HEADER]: siteMs };
      return await this.#deliverBody({ ...answer, headers }, onPart);
    } catch (error) {
      if (error instanceof TooLarge)
        return { failure: 'too-large', why: 'more than was asked for' };
      if (error instanceof CallRefused) return { failure: 'refused', why: error.message };
      const why = timeout.signal.aborted ? 'no answer in time' : (error as Error).message;
      if (error instanceof SiteSilent) return { failure: error.sent ? 'lost' : 'unsent', why };
      if (error instanceof NotBegun) return { failure: 'unsent', why };
      return { failure: 'lost', why: 'part of the answer' };
    } finally {
      clearTimeout(timer);
      timeout.abort();
    }
  }

  /** @throws NotBegun where the service's word came too late, or not at all */
  async #mayBegin(): Promise<boolean> {
    const { clock, service } = this.#parts;
    const askedAt = clock.monotonicMs();
    const may = await service.begin(this.#call.id).catch((error: unknown) => {
      throw new NotBegun({ cause: error });
    });
    if (may && clock.monotonicMs() - askedAt > BEGIN_MS) throw new NotBegun();
    return may;
  }

  /** Pieces are sent as they arrive, so that at most two are in memory. */
  async #deliverBody(
    { status, headers, body }: SiteAnswer,
    onPart: () => void,
  ): Promise<Answered | undefined> {
    const { maxBytes, id } = this.#call;
    let [pieces, size] = [0, 0];
    let held: Buffer[] = [];
    let heldBytes = 0;
    for await (const bytes of body as AsyncIterable<Buffer>) {
      onPart();
      size += bytes.length;
      if (size > maxBytes) throw new TooLarge();
      held.push(bytes);
      heldBytes += bytes.length;
      if (heldBytes < PIECE_BYTES) continue;
      const [piece, number] = [Buffer.concat(held), pieces];
      [held, heldBytes, pieces] = [[], 0, pieces + 1];
      if (!(await deliver(this.#parts, () => this.#parts.service.addPiece(id, number, piece))))
        return undefined;
      onPart();
    }
    return { status, headers, pieces, last: Buffer.concat(held).toString('base64') };
  }
}

class TooLarge extends Error {}

class NotBegun extends Error {
  constructor(options?: ErrorOptions) {
    super('the service has not let it begin', options);
  }
}

/** Tries for a minute: a restarting service is back by then. @throws what it failed by */
async function deliver({ clock }: CarryParts, send: () => Promise<boolean>): Promise<boolean> {
  const startedAt = clock.monotonicMs();
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const isFinal = error instanceof ServiceRefused && error.status < 500;
      if (isFinal || clock.monotonicMs() - startedAt > BRING_MS) throw error;
    }
    await clock.sleep(RETRY_MS);
  }
}
