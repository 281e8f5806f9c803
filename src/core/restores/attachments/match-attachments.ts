import type { Attachment } from '../../assets/model/attachment.ts';
import type { StoredAttachment } from '../../backups/parts/attachments/attachments-record.ts';
import { framed, plain } from '../comments/missing-comments.ts';

type There = Pick<Attachment, 'id' | 'filename' | 'size' | 'comment'>;

interface MatchedAttachments<T> {
  pairs: { stored: StoredAttachment; there: T }[];
  /** Those of the backup that the object lacks, in their order. */
  missing: StoredAttachment[];
}

/**
 * The comment with which a restore attaches a file. The site sets author and date itself, so the
 * original ones come before the comment.
 */
export const frameOf = ({ id, author, created, comment }: StoredAttachment): string =>
  framed({ id, author, created, text: comment, role: null }).replace(/:\n$/, '');

/**
 * Which attachments of the backup an object has already. One is there where it has its id on the
 * very object that was backed up, or where a file of its name and size is, or of its frame and
 * size: as often as in the backup, those with its frame first, and those whose size isn't known
 * last. Pure.
 */
export function matchAttachments<T extends There>(
  stored: readonly StoredAttachment[],
  there: readonly T[],
  isSameObject: boolean,
): MatchedAttachments<T> {
  const left = [...there];
  const found = new Map<StoredAttachment, T>();
  const rules: ((a: StoredAttachment, b: T) => boolean)[] = [
    (a, b) => isSameObject && a.id === b.id,
    (a, b) => mayBeSame(a, b) && isFramed(a, b),
    (a, b) => mayBeSame(a, b) && a.size === b.size,
    mayBeSame,
    // A site may store a name in its own way.
    (a, b) => a.size !== null && a.size === b.size && isFramed(a, b),
  ];
  for (const isMatch of rules)
    for (const each of stored) {
      const at = found.has(each) ? -1 : left.findIndex((other) => isMatch(each, other));
      const [match] = at < 0 ? [] : left.splice(at, 1);
      if (match) found.set(each, match);
    }
  return {
    pairs: [...found].map(([each, match]) => ({ stored: each, there: match })),
    missing: stored.filter((each) => !found.has(each)),
  };
}

const isFramed = (a: StoredAttachment, b: There): boolean => plain(b.comment) === plain(frameOf(a));

/** A site need not say how large a file is. */
const mayBeSame = (a: StoredAttachment, b: There): boolean =>
  a.filename === b.filename && (a.size === b.size || a.size === null || b.size === null);
