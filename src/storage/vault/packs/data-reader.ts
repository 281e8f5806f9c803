import { Damaged } from '../../../core/kernel/errors.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import { giveBack } from '../../../core/kernel/give-back.ts';
import { packsOf } from './pack-id.ts';
import type { PackStore } from './pack-store.ts';
import type { Place } from './place.ts';

/**
 * Reads records out of data packs; the last few packs stay open. The others are freed at once, for
 * records that follow each other by reference are scattered over many packs.
 */
export class DataReader {
  readonly #store: Pick<PackStore, 'sizes' | 'read'>;
  readonly #open: RecentMap<string, Buffer>;

  constructor(store: Pick<PackStore, 'sizes' | 'read'>) {
    this.#store = store;
    this.#open = new RecentMap<string, Buffer>(store.sizes.open, giveBack);
  }

  /** A record's bytes, the caller's own. @throws Damaged */
  async bytes(place: Place): Promise<Buffer> {
    if (place.chunks > 0) return this.#chunks(place);
    const { pack: id, start, length } = place;
    const pack = this.#open.get(id) ?? (await this.#store.read(id, 'data'));
    this.#open.set(id, pack);
    if (start + length > pack.length)
      throw new Damaged(`pack ${id}: it is shorter than the manifest says`);
    return Buffer.from(pack.subarray(start, start + length));
  }

  /** Frees a pack that is not going to be read for a while. */
  close(id: string): void {
    const pack = this.#open.get(id);
    if (!pack) return;
    this.#open.delete(id);
    giveBack(pack);
  }

  async #chunks(place: Place): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (const id of packsOf(place)) parts.push(await this.#store.read(id, 'data'));
    const bytes = Buffer.concat(parts);
    parts.forEach(giveBack);
    if (bytes.length !== place.length)
      throw new Damaged(`pack ${place.pack}: its chunks don't add up to the record`);
    return bytes;
  }
}
