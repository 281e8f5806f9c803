import type { Icon } from '../../model/icon.ts';
import type { PictureType } from '../../model/picture-type.ts';
import type { IconReader } from './icon-reader.ts';

/** An icon to upload to a site. */
export interface IconInput {
  name: string;
  bytes: Uint8Array;
  type: PictureType;
}

/** The icons of a site, read and uploaded (assets-api: A.8, G). */
export interface IconStore extends IconReader {
  /** Whether the site has an icon with this id, global or of a schema. */
  hasIcon(id: string, signal?: AbortSignal): Promise<boolean>;
  /**
   * Why this site accepts no icons; undefined if it does, as far as can be seen without sending
   * one. Nothing is written.
   */
  whyNoIcons(signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Uploads a global icon; sent once. @throws Refused `part-unavailable` if the site doesn't accept
   * it; OutcomeUnknown; and as AssetsWriter
   */
  createIcon(icon: IconInput, signal?: AbortSignal): Promise<Icon>;
}
