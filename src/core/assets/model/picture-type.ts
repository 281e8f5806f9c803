/** The picture types by their first bytes. Types that can hold scripts are left out on purpose. */
const SIGNATURES: readonly [type: PictureType, first: readonly number[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
];

export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif';

/** The type of a picture that is safe to show, judged by its bytes; undefined for anything else. */
export const pictureType = (bytes: Uint8Array): PictureType | undefined =>
  SIGNATURES.find(([, first]) => first.every((byte, at) => bytes[at] === byte))?.[0];
