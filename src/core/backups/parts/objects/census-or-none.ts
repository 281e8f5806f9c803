import type { AssetsReader } from '../../../assets/ports/assets-reader.ts';
import { isOfCallAlone, NeverGiven, Unanswered } from '../../../assets/ports/pages/unanswered.ts';
import { unlessUnanswered } from '../../../assets/reading/unless-unanswered.ts';

/**
 * Takes censuses as long as the site answers them. A census saves reading, and shows what changed
 * meanwhile: a backup can do without.
 */
export class CensusOrNone {
  readonly #site: Pick<AssetsReader, 'schema'>;
  readonly #schemaId: string;
  #why: string | undefined;

  constructor(site: Pick<AssetsReader, 'schema'>, schemaId: string) {
    this.#site = site;
    this.#schemaId = schemaId;
  }

  /**
   * What `ask` makes of a census; undefined once the site repeatedly failed to answer one while it
   * answered another call. @throws Unavailable if it answers nothing
   */
  async take<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    if (this.#why !== undefined) return undefined;
    const assertUp = () => this.#site.schema(this.#schemaId, signal);
    const taken = await unlessUnanswered(ask, assertUp).catch(unlessRefused);
    if (!(taken instanceof Unanswered)) return taken;
    this.#why = taken.why;
    return undefined;
  }

  /** What the backup lacks without it, in sentences. */
  get shortfall(): string | undefined {
    if (this.#why === undefined) return undefined;
    return `The site repeatedly failed to list the objects without their values (${this.#why}), so all objects were read, and changes made meanwhile weren't looked for: objects that were changed, moved or deleted during the backup may be as they were before. Check Assets on the site, then take another backup.`;
  }
}

/** A census that is refused, or answered in an unknown form, is none. @throws any other error */
function unlessRefused(error: unknown): Unanswered {
  if (isOfCallAlone(error)) return new NeverGiven(error);
  throw error;
}
