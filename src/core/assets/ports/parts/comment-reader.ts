import type { Comment } from '../../model/comment.ts';
import type { Available } from '../site/available.ts';

/** Reads the comments of objects, which no site need give. @throws as AccessReader */
export interface CommentReader {
  /** Of one object, the oldest first. */
  comments(objectId: string, signal?: AbortSignal): Promise<Available<Comment[]>>;
}
