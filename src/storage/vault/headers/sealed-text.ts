import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import { deriveKey } from '../../sealing/tenant-keys.ts';
import { compressPack, openPack, sealPack } from '../packs/pack-codec.ts';

const Sealed = z.tuple([z.string(), z.string()]);

export interface SealingPlace {
  tenantId: TenantId;
  storageId: string;
  dataKey: Buffer;
}

/**
 * Texts that carry a MAC of their own (the root hash) and are sealed under a key of their document.
 */
export class SealedText {
  readonly #place: SealingPlace;
  readonly #kind: 'header' | 'part';

  constructor(place: SealingPlace, kind: 'header' | 'part') {
    this.#place = place;
    this.#kind = kind;
  }

  async seal(runId: RunId, id: string, text: string): Promise<{ data: Buffer; rootHash: string }> {
    const rootHash = this.#mac(text);
    const compressed = await compressPack(Buffer.from(JSON.stringify([text, rootHash])));
    return { data: sealPack(compressed, this.#keyOf(id), this.#binding(runId, id)), rootHash };
  }

  /** @throws Damaged, ZodError, SyntaxError when it was changed, or made for another place */
  async open(runId: RunId, id: string, data: Buffer): Promise<{ text: string; rootHash: string }> {
    const opened = await openPack(data, this.#keyOf(id), this.#binding(runId, id));
    const [text, rootHash] = Sealed.parse(JSON.parse(opened.toString()));
    if (this.#mac(text) !== rootHash) throw new Damaged("the root hash doesn't match");
    return { text, rootHash };
  }

  #mac(text: string): string {
    const purpose = this.#kind === 'header' ? 'root-mac' : 'part-mac';
    return createHmac('sha256', deriveKey(this.#place.dataKey, purpose, ''))
      .update(text)
      .digest('hex');
  }

  #keyOf(id: string): Buffer {
    return deriveKey(this.#place.dataKey, 'pack', `${this.#kind}|${id}`);
  }

  #binding(runId: RunId, id: string) {
    const { tenantId, storageId } = this.#place;
    return { tenantId, storageId, kind: this.#kind, runId, packId: id };
  }
}
