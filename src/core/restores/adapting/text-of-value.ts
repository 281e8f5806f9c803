import type { AttributeValue } from '../../assets/model/attribute-value.ts';
import { writtenForm } from '../../compare/compare-values.ts';
import { asItems, asMembers, asText } from '../../kernel/json/field-forms.ts';

/** What things are called, by the members in which a site says it, the best one first. */
const NAMES = ['name', 'title', 'key', 'displayName'];
/** Members of a value that name a thing of a kind, such as a version or a page. */
const BESIDE = new Set(['searchValue', 'additionalValue', 'displayValue', 'referencedType']);

/**
 * A value as text, for an attribute that holds none of its kind: what it names is called, and where
 * it is. Of a form that is not known it is the JSON that came.
 */
export function textOfValue(value: AttributeValue): string {
  if ('version' in value) return value.name ?? value.version;
  if ('page' in value) return textOfPage(value);
  if (!('other' in value)) return writtenForm(value);
  for (const [member, thing] of Object.entries(asMembers(value.other) ?? {})) {
    const text = BESIDE.has(member) ? undefined : textOfThing(thing);
    if (text !== undefined) return text;
  }
  return writtenForm(value);
}

function textOfPage({ page, name, url }: { page: string; name?: string; url?: string }): string {
  const words = [name, url].filter((each) => each);
  return words.length > 0 ? words.join(' ') : page;
}

function textOfThing(thing: unknown): string | undefined {
  const [first] = asItems(thing);
  const members = asMembers(first ?? thing);
  if (!members) return undefined;
  const name = NAMES.map((each) => asText(members[each])).find((each) => each);
  const words = [name, asText(members['url'])].filter((each) => each);
  return words.length > 0 ? words.join(' ') : undefined;
}
