import type { Comment } from '../../assets/model/comment.ts';

type Stored = Pick<Comment, 'id' | 'author' | 'created' | 'text' | 'role'>;

/**
 * A comment as a restore writes it: neither its author nor its date can be set, so that they stand
 * in front of it.
 */
export function framed({ author, created, text }: Stored): string {
  const who = author.name || author.id || 'Somebody';
  return `${created === '' ? who : `${who}, ${minuteOf(created)}`}:\n${text}`;
}

/**
 * Those of the backup that an object lacks, in their order. One is there where it has its id on the
 * very object that was backed up, or where its text with the frame stands: as often as in the
 * backup. Pure.
 */
export function missingComments(
  stored: readonly Stored[],
  there: readonly Pick<Comment, 'id' | 'text'>[],
  isSameObject: boolean,
): Stored[] {
  const ids = new Set(isSameObject ? there.map(({ id }) => id) : []);
  const texts = new Map<string, number>();
  for (const { text } of there) texts.set(plain(text), (texts.get(plain(text)) ?? 0) + 1);
  return stored.filter((comment) => {
    if (comment.id !== '' && ids.has(comment.id)) return false;
    const text = plain(framed(comment));
    const left = texts.get(text) ?? 0;
    texts.set(text, left - 1);
    return left <= 0;
  });
}

/** Sites may trim what they store, and end lines in their own way. */
export const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim();

/** The date to the minute; anything but a date stays as it came. */
function minuteOf(created: string): string {
  const at = Date.parse(created);
  if (Number.isNaN(at)) return created;
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
