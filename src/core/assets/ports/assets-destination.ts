import type { ArchiveStore } from './parts/archive-store.ts';
import type { AttachmentStore } from './files/attachment-store.ts';
import type { AssetsReader } from './assets-reader.ts';
import type { AssetsWriter } from './assets-writer.ts';
import type { CommentReader } from './parts/comment-reader.ts';
import type { CommentWriter } from './parts/comment-writer.ts';
import type { Directory } from './directory.ts';
import type { IconStore } from './files/icon-store.ts';
import type { IssuesDestination } from './issues/issues-destination.ts';
import type { SiteLimits } from './site/site-limits.ts';
import type { RightsReader } from './site/site-rights.ts';

/**
 * A site that a restore writes to: its Assets, read and written, its directory, and what the
 * account may do there.
 */
export interface AssetsDestination
  extends AssetsReader, AssetsWriter, CommentReader, CommentWriter, Directory, RightsReader {
  readonly archive?: ArchiveStore | undefined;
  /** Absent where no limits are known. */
  readonly limits?: SiteLimits | undefined;
  /** Absent where the kind of site gives no access to pictures of icons. */
  readonly iconStore?: IconStore | undefined;
  /** Absent where the kind of site gives no access to files of objects. */
  readonly attachmentStore?: AttachmentStore | undefined;
  /** Absent where the kind of site has no writable issues. */
  readonly issues?: IssuesDestination | undefined;
}
