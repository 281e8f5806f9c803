import { createHash, type Hash } from 'node:crypto';
import { Conflict, InvalidInput } from '../../core/kernel/errors.ts';
import type { TextFile } from './reply.ts';

/** Characters; as JSON, each has six bytes at most. */
const MAX_PART = 800_000;
/** Where it begins, and the digest of what is before it. */
const MARK = /^(\d{1,12})\.([0-9a-f]{64})$/;

interface FilePart {
  text: string;
  /** The mark of the part that follows; undefined for the last one. */
  next: string | undefined;
}

/**
 * One part of a file; without a mark, the first one. The file is made again for each part: what was
 * sent before must not have changed. @throws InvalidInput for an invalid mark; Conflict when the
 * file has changed
 */
export async function readFilePart(
  { parts }: Pick<TextFile, 'parts'>,
  mark: string | undefined,
): Promise<FilePart> {
  const { from, digest } = readMark(mark);
  const hash = createHash('sha256');
  let at = 0;
  let text = '';
  for await (const piece of parts) {
    const skipped = piece.slice(0, Math.max(0, from - at));
    add(hash, skipped);
    at += piece.length;
    if (at < from) continue;
    if (text === '' && digestOf(hash) !== digest) throw changed();
    text += piece.slice(skipped.length);
    if (text.length <= MAX_PART) continue;
    text = text.slice(0, MAX_PART);
    add(hash, text);
    return { text, next: `${from + MAX_PART}.${digestOf(hash)}` };
  }
  if (at < from) throw changed();
  return { text, next: undefined };
}

function readMark(mark: string | undefined): { from: number; digest: string } {
  if (mark === undefined) return { from: 0, digest: digestOf(createHash('sha256')) };
  const [, from, digest] = MARK.exec(mark) ?? [];
  if (from === undefined || digest === undefined)
    throw new InvalidInput({ part: "This part of the file couldn't be read. Download it again." });
  return { from: Number(from), digest };
}

/** Counts UTF-16 units: a character may be cut in two. */
const add = (hash: Hash, text: string): Hash => hash.update(text, 'utf16le');
const digestOf = (hash: Hash): string => hash.copy().digest('hex');
const changed = (): Conflict =>
  new Conflict('file-changed', 'The file has changed since the download began. Download it again.');
