import type { ProductError } from '../../kernel/errors.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';
import type { ArchiveReader } from '../ports/parts/archive-store.ts';
import type { ObjectPage } from '../ports/pages/object-page.ts';
import { isOfAccount, isOfCallAlone, NeverGiven, Unanswered } from '../ports/pages/unanswered.ts';
import { UnansweredObjects, pageOfUnanswered } from './unanswered-objects.ts';
import { unlessUnanswered } from './unless-unanswered.ts';

/**
 * Reads archived objects, each by a call of its own. One that the site refuses, answers in an
 * unknown form or never answers is unreadable, while the site still returns another one, or answers
 * for the schema as long as it returned none.
 */
export class ArchivedObjects {
  readonly #archive: ArchiveReader;
  readonly #unanswered: UnansweredObjects;

  constructor(
    archive: ArchiveReader,
    { site, schemaId }: { site: Pick<AssetsReader, 'schema'>; schemaId: string },
    signal: AbortSignal,
  ) {
    this.#archive = archive;
    this.#unanswered = new UnansweredObjects({
      askAgain: (id) => archive.archivedObject(id, signal),
      askOtherwise: () => site.schema(schemaId, signal),
    });
  }

  /** Empty where there is none. @throws what the site says of others as well */
  async read(id: string, signal: AbortSignal): Promise<ObjectPage> {
    const ask = () => this.#ask(id, signal);
    const read = await unlessUnanswered(ask, () => this.#unanswered.assertSiteAnswers());
    if (read instanceof Unanswered) {
      this.#unanswered.giveUp(read);
      return pageOfUnanswered([id], read.why);
    }
    this.#unanswered.noteReturned(read);
    return read;
  }

  async #ask(id: string, signal: AbortSignal): Promise<ObjectPage> {
    try {
      return await this.#archive.archivedObject(id, signal);
    } catch (error) {
      if (isOfObject(error)) throw new NeverGiven(error);
      throw error;
    }
  }
}

/** Whether an error may be about one object alone. */
const isOfObject = (error: unknown): error is ProductError =>
  isOfCallAlone(error) || isOfAccount(error);
