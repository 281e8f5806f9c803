import type { z } from 'zod';
import { Refused, Unavailable } from '../../core/kernel/errors.ts';
import type { HttpAnswer } from './http.ts';
import { isMarkup } from './is-markup.ts';
import { parseJsonList, type JsonList } from './json-list.ts';
import { parseExactly } from './parse-exactly.ts';
import { quotedErrorText } from './site-errors.ts';

/** The answer as JSON. @throws Unavailable `unexpected-answer` */
export function parseJson(answer: HttpAnswer, endpoint: string): unknown {
  try {
    return parseExactly(answer.body.toString());
  } catch (error) {
    throw unexpected(endpoint, 'the body', error);
  }
}

/**
 * A large answer, the objects of its list `name`, or of the list that it is, one by one. @throws
 * Unavailable `unexpected-answer`, also while the list is walked
 */
export function parseList(answer: HttpAnswer, endpoint: string, name?: string): JsonList {
  try {
    const { rest, items } = parseJsonList(answer.body, name);
    return { rest, items: walked(items, endpoint) };
  } catch (error) {
    throw unexpected(endpoint, 'the body', error);
  }
}

function* walked(items: Iterable<unknown>, endpoint: string): Generator<unknown> {
  try {
    yield* items;
  } catch (error) {
    throw unexpected(endpoint, 'the body', error);
  }
}

/** Checks the shape. @throws Unavailable `unexpected-answer`, which names endpoint and field */
export function readAnswer<S extends z.ZodType>(
  answer: HttpAnswer,
  endpoint: string,
  shape: S,
): z.output<S> {
  const parsed = shape.safeParse(parseJson(answer, endpoint));
  if (parsed.success) return parsed.data;
  throw unexpected(endpoint, parsed.error.issues[0]?.path.join('.') || 'the body', parsed.error);
}

/** What a web page stands in for was not done. @throws Unavailable `unexpected-answer` */
export function readDone({ body }: HttpAnswer, endpoint: string): true {
  if (isMarkup(body)) throw unexpected(endpoint, 'the body');
  return true;
}

export function unexpected(endpoint: string, field: string, cause?: unknown): Unavailable {
  return new Unavailable(
    'unexpected-answer',
    `Atlassian's answer to ${endpoint} has an unknown format (${field}). Update this service, or report this.`,
    { cause },
  );
}

/**
 * Translates the statuses that are no answer. 401 never comes here (token-verdict). @throws Refused
 */
export function assertAnswered(
  answer: HttpAnswer,
  endpoint: string,
  notFound: () => Refused,
): void {
  if (answer.status < 300) return;
  if (answer.status === 403)
    throw new Refused(
      'no-permission',
      `This account can't see this schema.${quotedErrorText(answer)} Give it access in Assets, or change the account in Settings.`,
    );
  if (answer.status === 404) throw notFound();
  throw new Refused(
    'site-refused',
    `Atlassian refused ${endpoint} with status ${answer.status}.${quotedErrorText(answer)}`,
  );
}
