import type { Comment } from '../../model/comment.ts';
import type { Available } from '../site/available.ts';

/** Reads the comments of objects, which a site may not offer. @throws as AccessReader */
export interface CommentReader {
  /** Those of one object, oldest first. */
  comments(objectId: string, signal?: AbortSignal): Promise<Available<Comment[]>>;
}
