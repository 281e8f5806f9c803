import type { JsonValue } from '../../kernel/json.ts';

const TEXT_MAX = 255;
const [TEXT, EMAIL, SELECT] = [0, 8, 10];

/**
 * Why an attribute would refuse a text, as far as its definition tells: the length of one line, the options of a select, its regular expression
 * (assets-api: A.7, A.9, E.21). What only the site can tell, it tells when the value is written.
 */
export function refusalOf(
  definition: Record<string, JsonValue>,
): (value: string) => string | undefined {
  const kind =
    Number(definition['type'] ?? 0) === 0
      ? Number(
          (definition['defaultType'] as { id?: number } | undefined)?.id ??
            definition['defaultTypeId'] ??
            TEXT,
        )
      : -1;
  const options =
    kind === SELECT
      ? new Set(
          String(definition['options'] ?? '')
            .split(',')
            .map((option) => option.trim()),
        )
      : undefined;
  const pattern = definition['regexValidation']
    ? readable(String(definition['regexValidation']))
    : undefined;
  return (value) => {
    if ((kind === TEXT || kind === EMAIL) && value.length > TEXT_MAX)
      return `The text has ${value.length} characters; the destination takes ${TEXT_MAX}.`;
    if (options && !options.has(value.trim()))
      return 'The select on the destination has no such option.';
    if (pattern && !pattern.test(value))
      return 'The regular expression of the attribute on the destination refuses it.';
    return undefined;
  };
}

/** Undefined for one that only Java understands: the site decides then. */
function readable(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su');
  } catch {
    return undefined;
  }
}
