import { z } from 'zod';
import type { Comment } from '../../../core/assets/model/comment.ts';
import { asId, asMembers, asText } from '../../../core/kernel/field-forms.ts';
import type { JsonValue } from '../../../core/kernel/json-value.ts';
import { rawJson } from '../../../core/kernel/raw-json.ts';
import { ApiField, ApiId, apiThing } from './api-field.ts';
import { inUtc } from './in-utc.ts';

/** A comment, in the form that Data Center answers: none of Cloud was seen (assets-api: G). */
export const ApiComment = apiThing(
  z.looseObject({ id: ApiId, comment: z.string(), created: ApiField.words }),
);

export function toComment({ id, comment, created, ...rest }: z.output<typeof ApiComment>): Comment {
  const actor = asMembers(rest['actor']) ?? asMembers(rest['author']) ?? {};
  const [key = ''] = [actor['accountId'], actor['key'], actor['name']].flatMap(
    (each) => asId(each) ?? [],
  );
  const name = asText(actor['displayName']) ?? asText(rest['author']) ?? key;
  const role: JsonValue = rawJson(rest['role']) ?? null;
  return { id, author: { id: key, name }, created: inUtc(created), text: comment, role };
}
