import type { AqlNames } from './aql-names.ts';
import { newValue } from './new-value.ts';
import {
  parseAql,
  REFERENCE_FUNCTIONS,
  TYPE_FUNCTION,
  type Call,
  type Value,
} from './parse-aql.ts';
import { quoteAql } from './quote-aql.ts';
import { tokenize } from './tokenize.ts';

export interface AqlRewrite {
  query: string;
  /** Whether the query finds after the restore what it found before. */
  certain: boolean;
  /** Sentences for an administrator, one for each thing that is not certain. */
  notes: string[];
}

const RESERVED =
  /^(?:and|or|not|is|in|like|startswith|endswith|has|have|having|empty|order|limit)$/i;
/** What certainly needs no quotes; an account id contains a colon. */
const PLAIN = /^[\p{L}\p{N}_.-]+$/u;
/** Functions whose arguments have nothing to do with ids and keys. */
const HARMLESS =
  /^(?:now|(?:start|end)Of(?:Day|Week|Month|Year)|user|group|currentUser|currentReporter|currentProject)$/i;

/**
 * Rewrites an AQL filter of a backup to the ids, keys and names that a restore assigned. Only the
 * values concerned are replaced; everything else keeps every byte, and so does a query that cannot
 * be read. Never throws.
 */
export function rewriteAql(query: string, names: AqlNames): AqlRewrite {
  const reading = parseAql(query);
  if (!reading.readable) return { query, certain: false, notes: [reading.reason] };
  const notes = new Set<string>();
  const edits: { value: Value; to: string }[] = [];
  for (const part of reading.parts) {
    const note = 'call' in part ? callNote(part) : undefined;
    if (note) notes.add(note);
    for (const value of part.values) {
      const changed = newValue(part, value.text, names);
      if (!changed) continue;
      if ('to' in changed) edits.push({ value, to: changed.to });
      else notes.add(changed.note);
    }
  }
  return { query: applied(query, edits), certain: notes.size === 0, notes: [...notes] };
}

function callNote({ call, inside }: Call): string | undefined {
  const name = call.toLowerCase();
  if (name === 'connectedtickets')
    return /\d|(?:aql|iql)Function/i.test(inside)
      ? `The filter searches issues with ${call}, and its JQL can't be translated.`
      : undefined;
  if (
    REFERENCE_FUNCTIONS.has(name) ||
    name === TYPE_FUNCTION ||
    HARMLESS.test(call) ||
    inside.trim() === ''
  )
    return undefined;
  return `The filter calls ${call}, an unknown function, so its arguments are left unchanged.`;
}

function applied(query: string, edits: { value: Value; to: string }[]): string {
  let done = '';
  let at = 0;
  for (const { value, to } of edits.sort((a, b) => a.value.at - b.value.at)) {
    done += query.slice(at, value.at) + written(to, value.quoted ? query.charAt(value.at) : '');
    at = value.end;
  }
  return done + query.slice(at);
}

function written(text: string, quote: string): string {
  if (quote === '' && isWord(text)) return text;
  return quoteAql(text, quote === "'" ? "'" : '"');
}

function isWord(text: string): boolean {
  const [word, ...more] = tokenize(text);
  return (
    word?.kind === 'word' &&
    more.length === 0 &&
    word.text === text &&
    word.end - word.at === text.length &&
    PLAIN.test(text) &&
    !RESERVED.test(text)
  );
}
