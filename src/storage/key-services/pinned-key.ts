/**
 * What a key service wrapped, with the very key (and its version) that it says it used: an alias
 * may lead to another key one day. Neither has a space.
 */
export interface PinnedKey {
  keyId: string;
  wrapped: string;
}

export const pin = ({ keyId, wrapped }: PinnedKey): string => `${keyId} ${wrapped}`;

export function readPinned(text: string): PinnedKey {
  const [keyId = '', wrapped = ''] = text.split(' ');
  return { keyId, wrapped };
}
