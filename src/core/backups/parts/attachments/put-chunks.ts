import { RecentMap } from '../../../kernel/collections/recent-map.ts';
import type { RecordWriter } from '../../../storages/records/backup-writer.ts';

/** One more of the same is not stored for a while. */
const MAX_REMEMBERED = 20_000;

/** The chunks that a reading has put, as far as it remembers them. */
export class PutChunks {
  readonly #writer: Pick<RecordWriter, 'ids'>;
  readonly #known = new RecentMap<string, true>(MAX_REMEMBERED);
  /** Whether an earlier attempt has put some that are not known yet. */
  #hasEarlier: boolean;
  /** Some were put that are not known any more. */
  #isForgetful = false;

  constructor(writer: Pick<RecordWriter, 'ids'>, hasEarlier: boolean) {
    this.#writer = writer;
    this.#hasEarlier = hasEarlier;
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  /** Whether it is certain that no file has it yet. */
  async isNew(id: string): Promise<boolean> {
    await this.#learn();
    return !this.#isForgetful && !this.has(id);
  }

  async add(id: string): Promise<void> {
    await this.#learn();
    this.#remember(id);
  }

  /** It was taken out again. */
  remove(id: string): void {
    this.#known.delete(id);
  }

  async #learn(): Promise<void> {
    if (!this.#hasEarlier) return;
    this.#hasEarlier = false;
    for await (const { id } of this.#writer.ids('attachmentChunk')) this.#remember(id);
  }

  #remember(id: string): void {
    if (this.#known.size === MAX_REMEMBERED && !this.has(id)) this.#isForgetful = true;
    this.#known.set(id, true);
  }
}
