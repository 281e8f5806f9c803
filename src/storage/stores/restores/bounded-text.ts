import { counted } from '../../../core/kernel/counted.ts';
import type { Words } from './restore-documents.ts';

/** Bytes of JSON: sealed and written in letters, they stay below the 16 MB of a document. */
const MAX_BYTES = 4 << 20;
/** Characters of a name or a reason in a line that is too long. */
const MAX_TEXT = 1_000;

/**
 * What a line says in words, as text. An object with more values that were left out than a document
 * has room for lists the first ones, and says how many more there are.
 */
export function boundedText(words: Words): string {
  const text = JSON.stringify(words);
  return Buffer.byteLength(text) <= MAX_BYTES ? text : JSON.stringify(shortened(words));
}

function shortened({ leftOut = [], ...rest }: Words): Words {
  const listed: typeof leftOut = [];
  let bytes = 0;
  for (const each of leftOut.map(cutTexts)) {
    bytes += Buffer.byteLength(JSON.stringify(each));
    if (bytes > MAX_BYTES) break;
    listed.push(each);
  }
  const more = leftOut.length - listed.length;
  const reason = `${counted(more, 'more value')} of this object ${more === 1 ? 'was' : 'were'} skipped. There is no room to list them.`;
  const others = more > 0 ? [{ attribute: '', value: '', reason }] : [];
  return { ...cutTexts(rest), leftOut: [...listed, ...others] };
}

const cutTexts = <T extends object>(texts: T): T =>
  Object.fromEntries(
    Object.entries(texts).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? value.slice(0, MAX_TEXT) : value,
    ]),
  ) as T;
