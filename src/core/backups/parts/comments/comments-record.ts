import { z } from 'zod';
import type { Comment } from '../../../assets/model/comment.ts';
import { asJson, type JsonValue } from '../../../kernel/json/json-value.ts';
import type { ObjectOwner } from '../../reading/object-batches.ts';
import type { BackupRecord, RecordKey } from '../../../storages/records/backup-record.ts';

const json = z.json() as z.ZodType<JsonValue>;

/** The body of a record of comments: those of one object, the oldest first. */
export const StoredComments = z.object({
  comments: z.array(
    z.object({
      id: z.string(),
      author: z.object({ id: z.string(), name: z.string() }),
      created: z.string(),
      text: z.string(),
      role: json,
    }),
  ),
});
export type StoredComments = z.infer<typeof StoredComments>;

const commentsKey = ({ typeId, id }: Pick<ObjectOwner, 'typeId' | 'id'>): RecordKey => ({
  kind: 'comments',
  type: typeId,
  id,
});

export const commentsRecord = (owner: ObjectOwner, comments: Comment[]): BackupRecord => ({
  ...commentsKey(owner),
  label: owner.label,
  body: asJson({ comments } satisfies StoredComments),
});
