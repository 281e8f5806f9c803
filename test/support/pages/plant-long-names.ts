import type { Site } from '../../../simulator/site/site.ts';
import { attributeId } from '../../../simulator/seeds/planting/attribute-id.ts';

/** 200 letters without a place to break them. */
export const UNBROKEN = 'Wm'.repeat(100);
/** Letters that are written from the right, with places to break. */
export const RIGHT_TO_LEFT = 'الأجهزة والمعدات المكتبية في الفروع الإقليمية '.repeat(4).trim();
const EMOJI = '👩‍👩‍👧‍👦🇩🇪💻'.repeat(12);
const NAMES = [UNBROKEN, RIGHT_TO_LEFT, EMOJI];

/** A schema for each kind of name, which its type, attribute, objects and owner have as well. */
export function plantLongNames(site: Site): void {
  for (const [at, name] of NAMES.entries()) plantNamed(site, name, `LONG${at + 1}`);
}

function plantNamed(site: Site, name: string, key: string): void {
  const schema = site.addSchema(name, key, name);
  const type = site.addType(schema.id, name);
  const attribute = site.addAttribute(type.id, name);
  const owner = site.addAttribute(type.id, `${name} owner`, { type: 2 });
  const user = { ...[...site.users.values()][0]!, accountId: `long-${key}`, displayName: name };
  site.users.set(user.accountId, user);
  for (let at = 0; at < 3; at += 1)
    site.addObject(type.id, {
      [attributeId(site, type.id, 'Name')]: [`${name}${at}`],
      [attribute.id]: [name],
      [owner.id]: [{ user: user.accountId }],
    });
}
