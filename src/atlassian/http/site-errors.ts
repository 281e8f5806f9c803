import { isDeeperThan } from '../../core/kernel/json/raw-json.ts';
import type { HttpAnswer } from './http.ts';

/** What a site says of an error, in whichever of its shapes (assets-api: A.4, G). */
export interface SiteErrors {
  messages: string[];
  /** By field. */
  fields: Record<string, string>;
  /** Whether the API itself says it, and not something in front of it. */
  isOwn: boolean;
}

/** No error of an API is larger. */
const MAX_BYTES = 256 << 10;
/** Anything nested deeper is ignored: walking it would use up the stack. */
const MAX_LEVELS = 20;
const MAX_SHOWN = 300;
/** How far a web page is searched for its words. */
const MAX_MARKUP = 4_096;

/** The site's own words; no messages and no fields if nothing is readable. */
export function errorsOf({ body }: HttpAnswer): SiteErrors {
  if (body.length > MAX_BYTES) return { messages: [], fields: {}, isOwn: false };
  const text = body
    .toString()
    .replace(/^\uFEFF/, '')
    .trim();
  const json = readJson(text);
  if (json === undefined) return { messages: textsOf(readMarkup(text)), fields: {}, isOwn: false };
  if (json === null || typeof json !== 'object' || Array.isArray(json))
    return { messages: [], fields: {}, isOwn: false };
  return readMembers(json as Record<string, unknown>);
}

/** The same in one line, for a message that is shown. */
export function errorText(answer: HttpAnswer): string {
  const { messages, fields } = errorsOf(answer);
  return [...messages, ...Object.values(fields)].join(' ').slice(0, MAX_SHOWN);
}

/** The line as a sentence, with a space before it; empty where there is none. */
export function quotedErrorText(answer: HttpAnswer): string {
  const text = errorText(answer);
  const end = /[.!?]$/.test(text) ? '' : '.';
  return text === '' ? '' : ` The site says: ${text}${end}`;
}

/** Undefined for anything but JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The members that Assets, Jira and the gateway before them use for errors. */
const OWN = ['errorMessages', 'errors', 'errorMessage', 'message'];

function readMembers(json: Record<string, unknown>): SiteErrors {
  const { errorMessages, errors, errorMessage, message, error, title, detail } = json;
  const named =
    errors !== null && typeof errors === 'object' && !Array.isArray(errors) ? errors : {};
  const unnamed = named === errors ? undefined : errors;
  const told = [errorMessages, errorMessage, message, unnamed, error, title, detail];
  return {
    messages: [...new Set(told.flatMap(textsOf))],
    fields: Object.fromEntries(
      Object.entries(named).map(([name, value]) => [name, textsOf(value).join(' ')]),
    ),
    isOwn: OWN.some((name) => Object.hasOwn(json, name)),
  };
}

/** A text, or all of a list; what else there is as JSON, an error's own message before that. */
function textsOf(value: unknown): string[] {
  if (value === undefined || value === null || value === '') return [];
  if (isDeeperThan(MAX_LEVELS, value)) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  const message = typeof value === 'object' ? (value as { message?: unknown }).message : undefined;
  return [typeof message === 'string' ? message : JSON.stringify(value)];
}

/** The message of XML, the title of a web page, or a plain text. */
function readMarkup(text: string): string {
  if (!text.startsWith('<')) return text.slice(0, MAX_SHOWN);
  const head = text.slice(0, MAX_MARKUP);
  const named = /<(message|title|h1)\b[^>]*>([^<]+)</i.exec(head)?.[2];
  return (named ?? head.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim().slice(0, MAX_SHOWN);
}
