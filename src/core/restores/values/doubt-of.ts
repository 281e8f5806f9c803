import type { AttributeDefinition } from '../../assets/model/definitions/attribute-definition.ts';

/**
 * The longest line that Assets Cloud is known to accept; some sites have been seen to hold more.
 */
const TEXT_MAX = 255;

/**
 * Why an attribute might refuse a text, as far as we read its definition: the length of one line,
 * the options of a select, the characters that names can't have (assets-api: A.7, A.9, D.2, E.21).
 * A hint for whoever reviews a plan, never a verdict: the value is sent, and the site decides.
 * Regular expressions are never run here: they are Java's and come from outside, and one of them
 * could block this process for hours.
 */
export function doubtOf(
  { kind, options: optionList = '' }: Pick<AttributeDefinition, 'kind' | 'options'>,
  reserved: readonly string[] = [],
): (value: string) => string | undefined {
  const isOneLine = kind === 'text' || kind === 'email';
  const options =
    kind === 'select' ? new Set(optionList.split(',').map((option) => option.trim())) : undefined;
  return (value) => {
    if (reserved.some((character) => value.includes(character)))
      return `The destination doesn't accept the characters ${reserved.join(' ')} in names. A hyphen is written instead of each.`;
    if (isOneLine && value.length > TEXT_MAX)
      return `The text has ${value.length} characters. Assets usually accepts up to ${TEXT_MAX}.`;
    if (options && !options.has(value.trim()))
      return "This option doesn't seem to exist on the destination.";
    return undefined;
  };
}
