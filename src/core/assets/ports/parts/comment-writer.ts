import type { Comment } from '../../model/comment.ts';
import type { Available } from '../site/available.ts';

/** Adds comments to objects. The site sets author and date. */
export interface CommentWriter {
  /**
   * Sent once; what is passing was not sent. @throws OutcomeUnknown if its answer was lost; else as
   * AccessWriter
   */
  createComment(
    objectId: string,
    comment: Pick<Comment, 'text' | 'role'>,
    signal?: AbortSignal,
  ): Promise<Available<true>>;
}
