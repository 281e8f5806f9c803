import type { Picture } from '../../../core/backups/inside/icon-pictures.ts';
import { pictureAddress } from './picture-address.ts';

/**
 * The picture beside the name of a schema or an object type (`partials/thing-icon.hbs`): the one
 * that a backup holds, else one drawn by the server. Pictures of a site are files behind its token,
 * and no foreign host is asked for any.
 */
export interface ThingIcon {
  /** Its class in the styles. */
  look: Look;
  /** A symbol of the layout; undefined: its letter is shown. */
  glyph: string | undefined;
  letter: string;
  /** The address of the picture itself: `data:image/png;base64,…`. */
  picture?: string | undefined;
}

const LOOKS = ['blue', 'purple', 'teal', 'orange', 'magenta'] as const;
type Look = (typeof LOOKS)[number];

/** By words in the names of Assets' icons, types and schemas. */
const GLYPHS: [glyph: string, words: RegExp][] = [
  ['laptop', /\b(computer|laptop|notebook|desktop|workstation|monitor|hardware|device|asset)s?\b/i],
  ['server', /\b(server|service|host|rack|cluster|vm|machine|infrastructure)s?\b/i],
  ['phone', /\b(phone|mobile|smartphone|tablet)s?\b/i],
  ['people', /\b(people|persons?|users?|employees?|staff|teams?|owners?|customers?|contacts?)\b/i],
  ['building', /\b(building|office|location|site|room|company|department|vendor|supplier)s?\b/i],
  ['key', /\b(licen[cs]e|key|subscription|contract|software)s?\b/i],
  ['network', /\b(network|router|switch|firewall|wifi|dependenc(y|ie))s?\b/i],
  ['database', /\b(database|storage|disk|data)s?\b/i],
  ['globe', /\b(global|world|countr(y|ie)|region|web|website|domain)s?\b/i],
  ['lock', /\b(security|access|lock|certificate|payroll)s?\b/i],
];

/**
 * `iconName`: what the site calls the icon that it shows, where that is known; `picture`: that of a
 * backup, whose type is known by its bytes.
 */
export function thingIcon(name: string, iconName = '', picture?: Picture): ThingIcon {
  const [glyph] = findGlyph(iconName) ?? findGlyph(name) ?? [];
  return {
    look: lookOf(name),
    glyph,
    letter: firstLetter(name),
    ...(picture && { picture: pictureAddress(picture) }),
  };
}

const findGlyph = (words: string) => GLYPHS.find(([, called]) => called.test(words));

/** The same name has the same color on every page. */
function lookOf(name: string): Look {
  const sum = Array.from(name).reduce(
    (total, sign) => (total * 31 + (sign.codePointAt(0) ?? 0)) % 9_973,
    0,
  );
  return LOOKS[sum % LOOKS.length] ?? LOOKS[0];
}

/** One character as a reader sees it, emoji included. */
function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(name.trim());
  return (first?.segment ?? '?').toLocaleUpperCase('en');
}
