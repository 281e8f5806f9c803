/**
 * A recovery key on paper: 160 random bits as eight groups of five characters. Four of a group are
 * data (Crockford's base 32, which has no I, L, O and U), the fifth checks them and the place of
 * the group, so that a typo is reported with the group that it is in.
 */
import { randomBytes } from 'node:crypto';
import { elementAt } from '../../kernel/collections/element-at.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** What people write instead of characters that the alphabet does not have. */
const TWINS: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };
const GROUPS = 8;
const DATA = 4;
const GROUP = DATA + 1;
const BITS = 5;
const KEY_BYTES = (GROUPS * DATA * BITS) / 8;

/** Of the field with 32 elements, in which the check is computed: x^5 + x^2 + 1. */
const POLYNOMIAL = 0b100101;
const OVERFLOW = 0b100000;

export const newRecoveryKey = (): Buffer => randomBytes(KEY_BYTES);

/** As it is shown: `7QXR2-…`, eight groups. */
export function writeRecoveryKey(key: Buffer): string {
  const bits = [...key].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const values = (bits.match(/.{5}/g) ?? []).map((five) => Number.parseInt(five, 2));
  const groups = Array.from({ length: GROUPS }, (_none, at) => {
    const data = values.slice(at * DATA, (at + 1) * DATA);
    return [...data, checkOf(data, at)].map((value) => ALPHABET.charAt(value)).join('');
  });
  return groups.join('-');
}

/** What was typed is a key, or why it is none, in a sentence. */
export type TypedRecoveryKey =
  { key: Buffer; mistake?: undefined } | { key?: undefined; mistake: string };

/** Reads what was typed: in any case, with any separators, with O for 0 and I or L for 1. */
export function readRecoveryKey(typed: string): TypedRecoveryKey {
  const plain = typed
    .toUpperCase()
    .replace(/[\s.,_\p{Pd}]/gu, '')
    .replace(/[OIL]/g, (twin) => TWINS[twin] ?? twin);
  const odd = plain.split('').find((character) => !ALPHABET.includes(character));
  if (odd !== undefined)
    return { mistake: `A recovery key has letters and digits, but no “${odd}”. Check it.` };
  if (plain.length !== GROUPS * GROUP)
    return {
      mistake: `A recovery key has ${GROUPS} groups of ${GROUP} characters. This one has ${plain.length} characters instead of ${GROUPS * GROUP}.`,
    };
  const values = plain.split('').map((character) => ALPHABET.indexOf(character));
  const groups = Array.from({ length: GROUPS }, (_none, at) =>
    values.slice(at * GROUP, (at + 1) * GROUP),
  );
  const wrong = groups.findIndex(
    (group, at) => checkOf(group.slice(0, DATA), at) !== elementAt(group, DATA),
  );
  if (wrong >= 0)
    return { mistake: `Group ${wrong + 1} of the recovery key has a typo. Check it.` };
  return { key: bytesOf(groups.flatMap((group) => group.slice(0, DATA))) };
}

function bytesOf(values: number[]): Buffer {
  const bits = values.map((value) => value.toString(2).padStart(BITS, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Each place has a weight of its own, so that neighbors that change places are noticed too. */
function checkOf(data: readonly number[], at: number): number {
  const weighted = [...data, at + 1].reduce((sum, value) => timesTwo(sum ^ value), 0);
  return weighted;
}

const timesTwo = (value: number): number => {
  const doubled = value << 1;
  return doubled & OVERFLOW ? doubled ^ POLYNOMIAL : doubled;
};
