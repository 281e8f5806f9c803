import type { AttachmentReader } from './files/attachment-reader.ts';
import type { AvatarReader } from './files/avatar-reader.ts';
import type { ConnectedIssuesReader } from './parts/connected-issues-reader.ts';
import type { HistoryReader } from './parts/history-reader.ts';
import type { CommentReader } from './parts/comment-reader.ts';
import type { IconReader } from './files/icon-reader.ts';
import type { IssuesReader } from './issues/issues-reader.ts';

/**
 * What parts of a backup ask a site for beside its schema and objects. A kind of site that can't be
 * asked for something has no reader for it. Whatever a reader can't have because the site doesn't
 * give it is Refused `part-unavailable`, with the reason in a sentence.
 */
export interface PartReaders {
  comments?: CommentReader | undefined;
  icons?: IconReader | undefined;
  history?: HistoryReader | undefined;
  avatars?: AvatarReader | undefined;
  issues?: IssuesReader | undefined;
  attachments?: AttachmentReader | undefined;
  /** Of no backup: pages ask it about a single object. */
  connectedIssues?: ConnectedIssuesReader | undefined;
}
