import type { WriteRefused } from '../../../assets/ports/write-refused.ts';

/** Shorter words occur in any sentence by chance. */
const MIN_NAME = 2;
const MIN_VALUE = 3;
/** Characters in which names and values are looked for, each of them from the beginning. */
const MAX_SEARCHED = 10_000;

/** What a refusal says of the values that were sent. */
export interface Refusal {
  /** Attributes that it names as such: id → what the site says. */
  named: ReadonlyMap<string, string>;
  /** Attributes that its words seem to mean: tried first, never taken for granted. */
  suspects: ReadonlySet<string>;
  message: string;
}

/**
 * Which of the sent attributes a refusal means. Sites name them by id, by name, somewhere in a
 * sentence, or not at all. Pure.
 */
export function readRefusal(
  { fields, message }: Pick<WriteRefused, 'fields' | 'message'>,
  sent: Readonly<Record<string, readonly string[]>>,
  nameOf: (attributeId: string) => string,
): Refusal {
  const ids = Object.keys(sent);
  const named = new Map<string, string>();
  for (const [field, text] of Object.entries(fields)) {
    const id = ids.find((each) => each === field) ?? ids.find((each) => isCalled(each, field));
    if (id !== undefined) named.set(id, text);
  }
  const text = [message, ...Object.values(fields)].join(' ').slice(0, MAX_SEARCHED).toLowerCase();
  const isMeant = (id: string): boolean =>
    holdsWord(text, id, MIN_NAME) ||
    holdsWord(text, nameOf(id), MIN_NAME) ||
    (sent[id] ?? []).some((value) => holdsWord(text, value, MIN_VALUE));
  const suspects = new Set(named.size > 0 ? [] : ids.filter(isMeant));
  return { named, suspects, message };

  function isCalled(id: string, field: string): boolean {
    return nameOf(id).toLowerCase() === field.trim().toLowerCase();
  }
}

/** Whether a message names that very value. */
export const namesValue = (message: string, value: string): boolean =>
  holdsWord(message.toLowerCase(), value, MIN_VALUE);

/** Whether a text in small letters holds the word in any case, not as a part of a longer one. */
function holdsWord(lower: string, word: string, minimum: number): boolean {
  const wanted = word.trim().toLowerCase();
  if (wanted.length < minimum) return false;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const before = lower[at - 1] ?? ' ';
    const after = lower[at + wanted.length] ?? ' ';
    if (!isWordCharacter(before) && !isWordCharacter(after)) return true;
  }
  return false;
}

const isWordCharacter = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character);
