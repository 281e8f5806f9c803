import type { AttributeDefinition } from '../../assets/model/attribute-definition.ts';

const TEXT_MAX = 255;

/**
 * Why an attribute would refuse a text, as far as its definition tells: the length of one line, the
 * options of a select, its regular expression (assets-api: A.7, A.9, E.21). What only the site can
 * tell, it tells when the value is written.
 */
export function refusalOf({
  kind,
  options: optionList = '',
  regexValidation,
}: Pick<AttributeDefinition, 'kind' | 'options' | 'regexValidation'>): (
  value: string,
) => string | undefined {
  const isOneLine = kind === 'text' || kind === 'email';
  const options =
    kind === 'select' ? new Set(optionList.split(',').map((option) => option.trim())) : undefined;
  const pattern = regexValidation === undefined ? undefined : readable(regexValidation);
  return (value) => {
    if (isOneLine && value.length > TEXT_MAX)
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
