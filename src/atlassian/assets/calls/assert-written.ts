import { Refused } from '../../../core/kernel/errors.ts';
import { WriteRefused } from '../../../core/assets/ports/write-refused.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { assertAnswered } from '../../http/read-answer.ts';
import { errorsOf, quotedErrorText } from '../../http/site-errors.ts';

const ATTRIBUTE = /^rlabs-insight-attribute-(\d+)$/;
const ATTRIBUTES = /rlabs-insight-attribute-(\d+)/g;
/** Statuses that refuse the whole request, whatever it contains. */
const REFUSALS = [400, 409, 413, 422];
/** How many characters of a message are searched for its meaning: a site may write any number. */
const MAX_READ = 500;
/** What a message quotes: a value, or the name of something. */
const QUOTED = /"[^"]*"|“[^”]*”|'[^']*'|\[[^\]]*\]/g;
/** Limits of the site's capacity. */
const SITE_LIMITS: readonly RegExp[] = [
  /\bmaximum number of (objects|assets)\b/i,
  /\b(objects?|assets?) limit\b/i,
  /\blimit (of|on|for) (the )?(number of )?(objects|assets)\b/i,
  /\b(plan|licen[cs]e|subscription) limit\b.*\b(reached|exceeded)\b/i,
  /\bquota\b.*\b(reached|exceeded)\b/i,
];
/** Words of a limit that one value, or one field, has. */
const OF_A_VALUE = /\b(attribute|value|field|reference|character)s?\b/i;
/**
 * Translates the statuses of a write that was not done (assets-api: A.4). @throws WriteRefused;
 * Refused `quota-full` | `no-permission`, what `notFound` makes, or `site-refused`
 */
export function assertWritten(answer: HttpAnswer, endpoint: string, notFound: () => Refused): void {
  const refusal = refusalOf(answer, endpoint);
  if (refusal) throw refusal;
  assertAnswered(answer, endpoint, notFound);
}

function refusalOf(answer: HttpAnswer, endpoint: string): Refused | undefined {
  if (answer.status < 400 || answer.status === 404) return undefined;
  const { messages, fields } = errorsOf(answer);
  if (messages.some(saysSiteIsFull))
    return new Refused(
      'quota-full',
      "This site has reached its object limit. Delete objects or upgrade the site's plan, then resume.",
    );
  if (answer.status === 403)
    return new Refused(
      'no-permission',
      `This account can't change this schema.${quotedErrorText(answer)} Give it the Object Schema Manager role, then resume.`,
    );
  if (!REFUSALS.includes(answer.status)) return undefined;
  const texts = messages.length > 0 ? messages : Object.values(fields);
  return new WriteRefused(
    texts.join(' ').slice(0, MAX_READ) ||
      `Atlassian refused ${endpoint} with status ${answer.status}.`,
    { ...namedIn(messages), ...byAttribute(fields) },
  );
}

function saysSiteIsFull(message: string): boolean {
  const text = message.slice(0, MAX_READ).replaceAll(QUOTED, '');
  return SITE_LIMITS.some((limit) => limit.test(text)) && !OF_A_VALUE.test(text);
}

const byAttribute = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [
      ATTRIBUTE.exec(name)?.[1] ?? name,
      text.slice(0, MAX_READ),
    ]),
  );

/** The attributes that a sentence names by id. */
const namedIn = (messages: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    messages.flatMap((text) =>
      [...text.matchAll(ATTRIBUTES)].map(({ index, 1: id = '' }) => [id, textAt(text, index)]),
    ),
  );

const textAt = (text: string, at: number): string =>
  text.length <= MAX_READ ? text : text.slice(at, at + MAX_READ);
