import type { IconReader } from '../../../core/assets/ports/files/icon-reader.ts';
import type { OptionalCalls } from '../calls/optional-calls.ts';
import { orRefused } from './or-refused.ts';

/** A picture of 48 pixels is far smaller. */
const ICON_BYTES = 1 << 20;

/** The pictures of icons (assets-api: A.8, G). */
export class AssetsIconReader implements IconReader {
  readonly #calls: OptionalCalls;

  constructor(calls: OptionalCalls) {
    this.#calls = calls;
  }

  async iconBytes(id: string, signal?: AbortSignal): Promise<Uint8Array> {
    const call = {
      of: 'icon-bytes',
      method: 'GET',
      path: `/icon/${encodeURIComponent(id)}/icon.png`,
      query: { size: 48 },
      headers: { accept: 'image/png' },
      maxBytes: ICON_BYTES,
      bytes: true,
      endpoint: 'GET icon/{id}/icon.png',
    } as const;
    return orRefused(await this.#calls.ask(call, ({ body }): Uint8Array => body, signal));
  }
}
