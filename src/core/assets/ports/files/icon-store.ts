import type { Icon } from '../../model/icon.ts';
import type { PictureType } from '../../model/picture-type.ts';
import type { IconReader } from './icon-reader.ts';

/** An icon that is to be brought to a site. */
export interface IconInput {
  name: string;
  bytes: Uint8Array;
  type: PictureType;
}

/** The icons of a site, read and brought (assets-api: A.8, G). */
export interface IconStore extends IconReader {
  /** Whether the site has an icon, one of a schema as well, as far as it says. */
  hasIcon(id: string, signal?: AbortSignal): Promise<boolean>;
  /**
   * Why this site takes no icons; undefined where it does, as far as that shows before one is sent.
   * Nothing is written.
   */
  whyNoIcons(signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Brings an icon that belongs to no schema; sent once. @throws Refused `part-unavailable` where
   * the site doesn't take it; OutcomeUnknown; and as AssetsWriter
   */
  createIcon(icon: IconInput, signal?: AbortSignal): Promise<Icon>;
}
