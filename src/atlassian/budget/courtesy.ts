/**
 * How many calls of runs a site gets at once if people work on the same machine, so that they don't
 * notice them. The site's own answers show what is too much: for each kind of call it is known how
 * long one takes alone, and how much longer calls in company take is compared with that. Single
 * calls are measured again and again, because a site is not as fast at noon as at night. If even
 * two at once are too much, there is a rest after each call. Networks share a line by the same idea
 * (LEDBAT, RFC 6817).
 *
 * Times are monotonic, ms.
 */
import { RecentMap } from '../../core/kernel/collections/recent-map.ts';

/** By what share answers in company take longer: too much, and room for more. */
const FELT = 0.12;
const UNFELT = 0.06;
/** Nobody notices so small a difference, which may be chance. */
const UNNOTICED_MS = 15;
/** How many answers in company are judged together. */
const ROUND = 8;
/** Answers to single calls: how many are remembered for each kind, and measured at a time. */
const MAX_REMEMBERED = 5;
const LISTENED_FOR = 3;
const LISTEN_EVERY_MS = 30_000;
/** For how long a number of calls that was too much is not tried again. */
const HEED_MS = 300_000;
/** A rest is at most this many times as long as the call before it. */
const LONGEST_REST = 5;
const MAX_KINDS = 500;

/** A call that is under way. */
export interface Visit {
  kind: string;
  since: number;
  /** Calls that were under way when it began. */
  company: number;
  /** How many answers in company had come by then. */
  arrivals: number;
  /** For the measurements at the site. */
  round: number;
}

export class Courtesy {
  readonly #max: number;
  readonly #alone = new RecentMap<string, number[]>(MAX_KINDS);
  #width: number;
  #isListening = true;
  #heard = 0;
  #listenedAt = 0;
  #inFlight = 0;
  #arrivals = 0;
  #round = 0;
  /** By how much longer each answer of this round took. */
  #delays: number[] = [];
  /** Answers of this round whose kind has not been measured alone. */
  #unknown = 0;
  #top: number;
  #topUntil = -Infinity;
  #restShare = 0;
  #restsUntil = -Infinity;

  constructor(max: number) {
    this.#max = max;
    this.#top = max;
    this.#width = Math.min(2, max);
  }

  /** Calls in flight at most. */
  get width(): number {
    return this.#isListening ? 1 : this.#width;
  }

  /** No call may begin before this time. */
  get restsUntil(): number {
    return this.#restsUntil;
  }

  /** A call of that kind begins: calls of one kind take about as long, all else being equal. */
  begin(kind: string, now: number): Visit {
    const company = this.#inFlight;
    if (company > 0) this.#arrivals += 1;
    this.#inFlight += 1;
    return { kind, since: now, company, arrivals: this.#arrivals, round: this.#round };
  }

  /** It has ended, in whatever way; `tookMs`: how long the site took, which isn't the way there. */
  end(visit: Visit, now: number, tookMs = now - visit.since): void {
    this.#inFlight -= 1;
    const wasAlone = visit.company === 0 && visit.arrivals === this.#arrivals;
    if (wasAlone) this.#hear(visit.kind, tookMs, now);
    else this.#compare(visit, tookMs, now);
    if (this.#isDue(now)) this.#listen();
  }

  #hear(kind: string, tookMs: number, now: number): void {
    this.#alone.set(kind, [tookMs, ...(this.#alone.get(kind) ?? [])].slice(0, MAX_REMEMBERED));
    if (this.#width === 1) {
      this.#restsUntil = now + tookMs * this.#restShare;
      if (now >= this.#topUntil) this.#startRound(2);
    }
    if (!this.#isListening) return;
    this.#heard += 1;
    if (this.#heard < LISTENED_FOR) return;
    this.#isListening = false;
    this.#listenedAt = now;
    this.#startRound(this.#width);
  }

  /** Calls that began in another round, or with fewer others, say nothing about this one. */
  #compare({ kind, company, round }: Visit, tookMs: number, now: number): void {
    if (round !== this.#round || company + 1 < this.#width) return;
    const alone = this.#alone.get(kind);
    if (!alone) this.#unknown += 1;
    else this.#delays.push(delayOf(tookMs, median(alone)));
    if (this.#delays.length >= Math.max(ROUND, this.#width)) this.#judge(median(this.#delays), now);
  }

  #judge(delay: number, now: number): void {
    if (now >= this.#topUntil) this.#top = this.#max;
    if (delay < FELT) {
      const isRoom = delay <= UNFELT && this.#width < this.#top;
      this.#startRound(isRoom ? this.#width + 1 : this.#width);
      return;
    }
    // Other callers come in addition: already one call less than what was felt is felt by them.
    this.#restShare = this.#width > 2 ? 0 : Math.min(LONGEST_REST, delay / FELT - 1);
    this.#top = Math.max(1, this.#width - 2);
    this.#topUntil = now + HEED_MS;
    this.#startRound(this.#top);
  }

  #startRound(width: number): void {
    this.#width = Math.min(width, this.#max);
    this.#round += 1;
    this.#delays = [];
    this.#unknown = 0;
  }

  #isDue(now: number): boolean {
    const isOld = this.#width > 1 && now - this.#listenedAt > LISTEN_EVERY_MS;
    return !this.#isListening && (isOld || this.#unknown >= ROUND);
  }

  #listen(): void {
    this.#isListening = true;
    this.#heard = 0;
    this.#unknown = 0;
  }
}

/** 0.2: it took a fifth longer than alone. */
const delayOf = (tookMs: number, aloneMs: number): number =>
  tookMs - aloneMs <= UNNOTICED_MS ? 0 : tookMs / aloneMs - 1;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
