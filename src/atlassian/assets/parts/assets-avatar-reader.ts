import type { AvatarReader } from '../../../core/assets/ports/files/avatar-reader.ts';
import { Refused } from '../../../core/kernel/errors.ts';
import { asFlag, asMembers, asText } from '../../../core/kernel/json/field-forms.ts';
import type { AssetsCalls } from '../calls/assets-calls.ts';
import type { OptionalCalls } from '../calls/optional-calls.ts';
import { findObjectEntry } from '../reading/objects/find-object-entry.ts';
import { orRefused } from './or-refused.ts';

const AVATAR_BYTES = 8 << 20;
/** The largest one first. */
const SIZES = ['url288', 'url144', 'url72', 'url48'];

interface AvatarReaderParts {
  calls: AssetsCalls;
  optional: OptionalCalls;
  /** The path of an address within the site's Assets; undefined where it leads elsewhere. */
  pathOf: (url: URL) => string | undefined;
}

/** The avatars of objects (assets-api: A.9, D.2): an object says where its own is. */
export class AssetsAvatarReader implements AvatarReader {
  readonly #parts: AvatarReaderParts;

  constructor(parts: AvatarReaderParts) {
    this.#parts = parts;
  }

  async avatarBytes(objectId: string, signal?: AbortSignal): Promise<Uint8Array | null> {
    const url = await this.#addressOf(objectId, signal);
    if (url === null) return null;
    const path = this.#parts.pathOf(url);
    if (path === undefined)
      throw new Refused(
        'part-unavailable',
        `The site keeps avatars at ${url.host}, which this service doesn't call.`,
      );
    const call = {
      of: 'avatar-bytes',
      method: 'GET',
      path,
      query: Object.fromEntries(url.searchParams),
      headers: { accept: 'image/*' },
      maxBytes: AVATAR_BYTES,
      bytes: true,
      endpoint: 'GET avatar',
    } as const;
    return orRefused(await this.#parts.optional.ask(call, ({ body }): Uint8Array => body, signal));
  }

  /** `null` where the object is gone or has none of its own. */
  async #addressOf(objectId: string, signal: AbortSignal | undefined): Promise<URL | null> {
    const wanted = { id: objectId, query: { includeAttributes: false } };
    const entry = await findObjectEntry(this.#parts.calls, wanted, signal);
    if (entry === null) return null;
    const object = asMembers(entry) ?? {};
    if (asFlag(object['hasAvatar']) === false) return null;
    const avatar = asMembers(object['avatar']) ?? {};
    const urls = SIZES.map((size) => URL.parse(asText(avatar[size]) ?? ''));
    const url = urls.find((each) => each !== null);
    if (!url) throw new Refused('part-unavailable', "The site doesn't say where the avatar is.");
    return url;
  }
}
