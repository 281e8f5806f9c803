import type { Comment } from '../../../core/assets/model/comment.ts';
import { asId, asMembers, asText } from '../../../core/kernel/json/field-forms.ts';
import type { JsonValue } from '../../../core/kernel/json/json-value.ts';
import { rawJson } from '../../../core/kernel/json/raw-json.ts';
import { idIn } from '../shapes/api-field.ts';
import { inUtc } from '../shapes/in-utc.ts';
import { TOO_DEEP } from '../shapes/too-deep.ts';

/**
 * A comment, in the form that Data Center answers: none of Cloud was seen (assets-api: G). What it
 * does not say is empty; undefined for nothing at all.
 */
export function readComment(given: unknown): Comment | undefined {
  if (given === null) return undefined;
  const comment = asMembers(given) ?? { comment: given };
  const actor = asMembers(comment['actor']) ?? asMembers(comment['author']) ?? {};
  const [key = ''] = [actor['accountId'], actor['key'], actor['name']].flatMap(
    (each) => asId(each) ?? [],
  );
  const name = asText(actor['displayName']) ?? asText(comment['author']) ?? key;
  const role: JsonValue = rawJson(comment['role']) ?? null;
  return {
    id: idIn(comment) ?? '',
    author: { id: key, name },
    created: inUtc(asText(comment['created']) ?? ''),
    text: textOf(comment['comment']),
    role,
  };
}

/** What is no text is kept as its JSON. */
function textOf(comment: unknown): string {
  if (comment === undefined) return '';
  const raw = rawJson(comment) ?? TOO_DEEP;
  return asText(raw) ?? (raw === null ? '' : JSON.stringify(raw));
}
