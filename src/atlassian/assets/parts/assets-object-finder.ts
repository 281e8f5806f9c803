import type { ObjectFinder } from '../../../core/assets/ports/parts/object-finder.ts';
import { Refused } from '../../../core/kernel/errors.ts';
import type { AssetsCalls } from '../calls/assets-calls.ts';
import { findObjectEntry } from '../reading/objects/find-object-entry.ts';

/** Asks for the object alone, without its values (assets-api: A.9). */
export class AssetsObjectFinder implements ObjectFinder {
  readonly #calls: AssetsCalls;

  constructor(calls: AssetsCalls) {
    this.#calls = calls;
  }

  async isThere(objectId: string, signal?: AbortSignal): Promise<boolean> {
    const wanted = { id: objectId, query: { includeAttributes: false } };
    try {
      return (await findObjectEntry(this.#calls, wanted, signal)) !== null;
    } catch (error) {
      if (error instanceof Refused && error.code === 'no-permission') return true;
      throw error;
    }
  }
}
