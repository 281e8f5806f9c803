import { Damaged } from '../../../core/kernel/errors.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import { packsOf } from './pack-id.ts';
import type { PackStore } from './pack-store.ts';
import type { Place } from './place.ts';

/** Reads records out of data packs; the last few packs stay open. */
export class DataReader {
  readonly #store: PackStore;
  readonly #open: RecentMap<string, Buffer>;

  constructor(store: PackStore) {
    this.#store = store;
    this.#open = new RecentMap(store.sizes.open);
  }

  /** @throws Damaged */
  async bytes(place: Place): Promise<Buffer> {
    if (place.chunks > 0) return this.#chunks(place);
    const pack = await this.#pack(place.pack);
    if (place.start + place.length > pack.length)
      throw new Damaged(`pack ${place.pack}: it is shorter than the manifest says`);
    return pack.subarray(place.start, place.start + place.length);
  }

  async #chunks(place: Place): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (const id of packsOf(place)) parts.push(await this.#store.read(id, 'data'));
    const bytes = Buffer.concat(parts);
    if (bytes.length !== place.length)
      throw new Damaged(`pack ${place.pack}: its chunks don't add up to the record`);
    return bytes;
  }

  async #pack(id: string): Promise<Buffer> {
    const pack = this.#open.get(id) ?? (await this.#store.read(id, 'data'));
    this.#open.set(id, pack);
    return pack;
  }
}
