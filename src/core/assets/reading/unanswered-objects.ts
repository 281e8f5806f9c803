import { Unavailable } from '../../kernel/errors.ts';
import type { ObjectPage } from '../ports/pages/object-page.ts';
import { NeverGiven, type Unanswered } from '../ports/pages/unanswered.ts';

/** More objects than this are no exceptions. One counts twice if it is requested by id as well. */
const MAX_GIVEN_UP = 100;

/** What shows that a site is up. Both throw where it isn't. */
interface SiteProof {
  /** Asks once more for an object that the site returned. */
  askAgain: (id: string) => Promise<unknown>;
  /** Asks for something else, as long as it returned none; absent: nothing else will do. */
  askOtherwise?: (() => Promise<unknown>) | undefined;
}

/**
 * Decides whether an object that the site doesn't answer may be given up: only while the site still
 * returns another one that it returned before.
 */
export class UnansweredObjects {
  readonly #proof: SiteProof;
  /** An object that the site returned. */
  #returned: string | undefined;
  #givenUp = 0;

  constructor(proof: SiteProof) {
    this.#proof = proof;
  }

  noteReturned({ objects }: ObjectPage): void {
    this.#returned = objects[0]?.id ?? this.#returned;
  }

  /** @throws Unavailable if the site doesn't return what it returned before */
  async assertSiteAnswers(): Promise<void> {
    const { askAgain, askOtherwise } = this.#proof;
    if (this.#returned === undefined) await askOtherwise?.();
    else await askAgain(this.#returned);
  }

  /**
   * `error`: of a call for one object, after `assertSiteAnswers`. @throws `error` if nothing shows
   * that the site is up; Unavailable `site-unreachable` after too many objects
   */
  giveUp(error: Unanswered): void {
    const isProven = this.#returned !== undefined || this.#proof.askOtherwise !== undefined;
    if (!isProven) throw error instanceof NeverGiven ? error.error : error;
    this.#givenUp += 1;
    if (this.#givenUp > MAX_GIVEN_UP) throw tooMany(error);
  }
}

function tooMany({ why, retryAfterMs }: Unanswered): Unavailable {
  return new Unavailable(
    'site-unreachable',
    `The site returns some objects but repeatedly fails to return many others (${why}). Check Assets on the site, then try again.`,
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}

/**
 * What a call for so many objects, which the site didn't answer, means for those who may leave some
 * out (`unanswered`) or may not: fewer can be requested, or a single one is given up. @throws
 * Unavailable if neither
 */
export async function judgeUnanswered(
  error: Unanswered,
  asked: number,
  unanswered: UnansweredObjects | undefined,
): Promise<void> {
  await unanswered?.assertSiteAnswers();
  if (asked > 1) return;
  if (!unanswered) throw error;
  unanswered.giveUp(error);
}

/** What stands for objects that were given up. */
export const pageOfUnanswered = (ids: string[], why: string): ObjectPage => ({
  objects: [],
  users: [],
  groups: [],
  odd: [],
  last: true,
  unreadable: ids.map((id) => ({ id, reason: `the site repeatedly failed to return it (${why})` })),
});
