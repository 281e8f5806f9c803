import type { AttachmentReader } from './files/attachment-reader.ts';
import type { AvatarReader } from './files/avatar-reader.ts';
import type { ConnectedIssuesReader } from './parts/connected-issues-reader.ts';
import type { HistoryReader } from './parts/history-reader.ts';
import type { CommentReader } from './parts/comment-reader.ts';
import type { ObjectFinder } from './parts/object-finder.ts';
import type { IconReader } from './files/icon-reader.ts';
import type { IssuesReader } from './issues/issues-reader.ts';

/**
 * What parts of a backup request from a site besides its schema and objects. A kind of site that
 * doesn't offer something has no reader for it. If the site doesn't give what a reader asks for,
 * the reader throws Refused `part-unavailable` with the reason in a sentence.
 */
export interface PartReaders {
  comments?: CommentReader | undefined;
  icons?: IconReader | undefined;
  history?: HistoryReader | undefined;
  avatars?: AvatarReader | undefined;
  issues?: IssuesReader | undefined;
  attachments?: AttachmentReader | undefined;
  /** Tells an object that was deleted meanwhile from one of which the site gives nothing. */
  objects?: ObjectFinder | undefined;
  /** Used by no backup: pages ask it about a single object. */
  connectedIssues?: ConnectedIssuesReader | undefined;
}
