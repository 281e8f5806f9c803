import { z } from 'zod';
import type { Icon } from '../../../core/assets/model/icon.ts';
import type { Available } from '../../../core/assets/ports/site/available.ts';
import type { IconInput, IconStore } from '../../../core/assets/ports/files/icon-store.ts';
import { Refused } from '../../../core/kernel/errors.ts';
import { ApiIcon } from '../../assets/shapes/definitions/api-icon.ts';
import type { HttpAnswer } from '../../http/http.ts';
import type { AssetsCalls } from '../../assets/calls/assets-calls.ts';
import { AssetsIconReader } from '../../assets/parts/assets-icon-reader.ts';
import type { MediaCalls } from './media-calls.ts';
import type { OptionalCalls } from '../../assets/calls/optional-calls.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { orRefused } from '../../assets/parts/or-refused.ts';

const ApiUploadToken = z.object({ mediaJwtToken: z.string().min(1) });
const EXTENSIONS = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif' } as const;

interface CloudIconStoreParts {
  calls: AssetsCalls;
  optional: OptionalCalls;
  media: MediaCalls;
  workspaceId: string;
}

/** Icons are sent to the media service, under a token of Assets, and then named (assets-api: G). */
export class CloudIconStore extends AssetsIconReader implements IconStore {
  readonly #parts: CloudIconStoreParts;

  constructor(parts: CloudIconStoreParts) {
    super(parts.optional);
    this.#parts = parts;
  }

  async hasIcon(id: string, signal?: AbortSignal): Promise<boolean> {
    const { calls } = this.#parts;
    const path = `/icon/${encodeURIComponent(id)}`;
    const endpoint = 'GET icon/{id}';
    const answer = await calls.ask({ method: 'GET', path, endpoint }, signal);
    return answer.status !== 404 || calls.isFound(answer, endpoint, signal);
  }

  async whyNoIcons(signal?: AbortSignal): Promise<string | undefined> {
    const given = await this.#askToken(signal);
    return 'unavailable' in given ? given.unavailable : undefined;
  }

  async createIcon({ name, bytes, type }: IconInput, signal?: AbortSignal): Promise<Icon> {
    const { media, calls, workspaceId } = this.#parts;
    const mediaFileUuid = await media.upload(
      {
        collection: `insight_${workspaceId}_icons`,
        name: `${name}.${EXTENSIONS[type]}`,
        bytes,
        type,
        token: async () => orRefused(await this.#askToken(signal)),
      },
      signal,
    );
    const body = { name, mediaFileUuid };
    const call = { path: '/icon/create', endpoint: 'POST icon/create', optional: true } as const;
    try {
      return await calls.create({ ...call, body, shape: ApiIcon }, signal);
    } catch (error) {
      // Whatever it refuses, only this icon is refused.
      if (!(error instanceof Refused)) throw error;
      throw new Refused('part-unavailable', error.message, { cause: error });
    }
  }

  #askToken(signal: AbortSignal | undefined): Promise<Available<string>> {
    const endpoint = 'GET icon/token-for-uploading-icon';
    const path = '/icon/token-for-uploading-icon';
    const call = { of: 'icon-upload', method: 'GET', path, endpoint } as const;
    const read = (answer: HttpAnswer): string =>
      readAnswer(answer, endpoint, ApiUploadToken).mediaJwtToken;
    return this.#parts.optional.ask(call, read, signal);
  }
}
