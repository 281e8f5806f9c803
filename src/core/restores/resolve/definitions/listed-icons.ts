import { createHash } from 'node:crypto';
import type { Icon } from '../../../assets/model/icon.ts';
import type { IconReader } from '../../../assets/ports/files/icon-reader.ts';
import { Refused } from '../../../kernel/errors.ts';

/** How many pictures of a destination are searched for equal ones. */
const MAX_PICTURES = 300;

/** The icons that a site lists, to be found by name, and by picture if the site gives pictures. */
export class ListedIcons {
  readonly icons: readonly Icon[];
  readonly #reader: IconReader | undefined;
  readonly #signal: AbortSignal;
  /** By icon; null: the site doesn't give it. */
  readonly #files = new Map<string, string | null>();

  constructor(icons: readonly Icon[], reader: IconReader | undefined, signal: AbortSignal) {
    this.icons = icons;
    this.#reader = reader;
    this.#signal = signal;
  }

  /** An exact match takes precedence over one that ignores case. */
  byName(wanted: string): Icon | undefined {
    return (
      this.icons.find(({ name }) => name === wanted) ??
      this.icons.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
    );
  }

  /** An icon with this picture; those with this name are searched first. */
  async byPicture(file: string, name: string): Promise<Icon | undefined> {
    const [same, others] = [
      this.icons.filter((icon) => icon.name === name),
      this.icons.filter((icon) => icon.name !== name),
    ];
    for (const icon of [...same, ...others]) {
      const found = await this.#fileOf(icon.id);
      if (found === file) return icon;
    }
    return undefined;
  }

  /** Whether pictures could be compared at all: whether the site gave any. */
  get wereCompared(): boolean {
    return [...this.#files.values()].some((file) => file !== null);
  }

  /** The id of the picture's record; undefined if it can't be read. */
  async #fileOf(id: string): Promise<string | undefined> {
    const known = this.#files.get(id);
    if (known !== undefined) return known ?? undefined;
    if (!this.#reader || this.#files.size >= MAX_PICTURES) return undefined;
    try {
      const bytes = await this.#reader.iconBytes(id, this.#signal);
      const file = createHash('sha256').update(bytes).digest('hex');
      this.#files.set(id, file);
      return file;
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'part-unavailable') throw error;
      this.#files.set(id, null);
      return undefined;
    }
  }
}
