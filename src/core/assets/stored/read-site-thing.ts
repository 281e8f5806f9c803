import { asId, asMembers, asText } from '../../kernel/json/field-forms.ts';
import type { AttributeValue } from '../model/attribute-value.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * The members of a value that name a thing that only one site knows, and what is understood of each
 * (assets-api: D.2, G). A version's picture and address follow from its ID.
 */
export const SITE_THINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['version', ['id', 'name', 'avatarUrl', 'url']],
  ['confluencePage', ['id', 'title', 'url']],
]);

/**
 * The version or Confluence page that a value names; undefined where it names neither, or nothing
 * that could be written again. Earlier versions of this product stored such values as they came.
 */
export function readSiteThing(value: Members): AttributeValue | undefined {
  const { version, confluencePage } = value;
  if (version) return readVersion(asMembers(version) ?? {});
  return confluencePage ? readPage(asMembers(confluencePage) ?? {}) : undefined;
}

function readVersion(version: Members): AttributeValue | undefined {
  const [id, name] = [asId(version['id']), asText(version['name'])];
  if (id === undefined) return undefined;
  return name ? { version: id, name } : { version: id };
}

/** A page was also seen without an ID; then its address names it. */
function readPage(page: Members): AttributeValue | undefined {
  const [name, url] = [asText(page['title']), asText(page['url'])];
  const id = asId(page['id']) ?? url;
  if (!id) return undefined;
  return { page: id, ...(name ? { name } : {}), ...(url ? { url } : {}) };
}
