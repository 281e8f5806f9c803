import type { Comment } from '../../model/comment.ts';
import type { Available } from '../site/available.ts';

/** Adds comments to objects. Author and date are the site's own. */
export interface CommentWriter {
  /** Sent once. @throws OutcomeUnknown where its answer was lost; else as AccessWriter */
  createComment(
    objectId: string,
    comment: Pick<Comment, 'text' | 'role'>,
    signal?: AbortSignal,
  ): Promise<Available<true>>;
}
