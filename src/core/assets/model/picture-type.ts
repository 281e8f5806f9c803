/** The picture types by their first bytes. Types that can hold scripts are left out on purpose. */
const SIGNATURES: readonly [type: PictureType, first: readonly number[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
];
/** What else is a picture, by a text and where it stands. */
const OTHERS: readonly [at: number, text: string][] = [
  [8, 'WEBP'],
  [4, 'ftypavif'],
  [4, 'ftypavis'],
];
/** How much of a drawing tells what it is. */
const HEAD = 4_096;

export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif';

/** The type of a picture that is safe to show, judged by its bytes; undefined for anything else. */
export const pictureType = (bytes: Uint8Array): PictureType | undefined =>
  SIGNATURES.find(([, first]) => first.every((byte, at) => bytes[at] === byte))?.[0];

/** Whether bytes are a picture, also of a type that is kept, and neither shown nor sent. */
export function isPicture(bytes: Uint8Array): boolean {
  const isOther = ([at, text]: (typeof OTHERS)[number]): boolean =>
    textOf(bytes.subarray(at, at + text.length)) === text;
  return pictureType(bytes) !== undefined || OTHERS.some(isOther) || isDrawing(bytes);
}

/** Whether bytes are an SVG, and no page that has one in it. */
export function isDrawing(bytes: Uint8Array): boolean {
  const head = textOf(bytes.subarray(0, HEAD)).trimStart();
  return /^<(?:\?xml|!--|!doctype svg|svg)/i.test(head) && SVG.test(head) && !HTML.test(head);
}

const SVG = /<svg[\s>]/i;
const HTML = /<html[\s>]/i;
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
