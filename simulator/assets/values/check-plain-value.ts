import { isIP, isIPv4 } from 'node:net';
import type { SimAttribute } from '../../site/records/model.ts';
import { fitsPattern } from './java-pattern.ts';
import { RefusedValue } from './refused-value.ts';

/** Default types of attributes of type 0. */
const TEXT = 0;
const EMAIL = 8;
const SELECT = 10;

interface Shape {
  holds: (text: string) => boolean;
  name: string;
}

/** What the site asks of texts, as far as switches say so. */
export interface PlainRules {
  textMax: number;
  strictValues: boolean;
}

const MIN_INTEGER = -(2 ** 31);
const MAX_INTEGER = 2 ** 31 - 1;

const SHAPES: Record<number, Shape> = {
  1: { holds: (text) => /^-?\d+$/.test(text), name: 'an integer' },
  2: { holds: (text) => /^(true|false)$/i.test(text), name: 'a boolean' },
  3: { holds: (text) => text.trim() !== '' && !Number.isNaN(Number(text)), name: 'a number' },
  4: {
    holds: (text) => /^\d{4}-\d\d-\d\d(T|$)/.test(text) && !Number.isNaN(Date.parse(text)),
    name: 'a date',
  },
  5: { holds: (text) => /^\d\d:\d\d(:\d\d)?$/.test(text), name: 'a time' },
  6: {
    holds: (text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)),
    name: 'a date with a time',
  },
  8: { holds: (text) => /^\S+@\S+$/.test(text), name: 'an email' },
  11: { holds: (text) => isIP(text) > 0, name: 'an IP address' },
};

/** What the contract's additions ask on top (assets-api: G, Values). */
const STRICT_SHAPES: Record<number, Shape> = {
  1: {
    holds: (text) => Number(text) >= MIN_INTEGER && Number(text) <= MAX_INTEGER,
    name: 'an integer of 32 bits',
  },
  7: { holds: (text) => /^https?:\/\//i.test(text), name: 'a URL with http:// or https://' },
  11: { holds: isIPv4, name: 'an IPv4 address' },
};

/** Length, shape, options and pattern of a text. @throws RefusedValue */
export function checkPlainValue(attribute: SimAttribute, text: string, rules: PlainRules): void {
  const { name, type, defaultTypeId = -1, regex } = attribute;
  if ((defaultTypeId === TEXT || defaultTypeId === EMAIL) && text.length > rules.textMax)
    throw new RefusedValue(`${name} must be less than ${rules.textMax} characters`);
  const asked = rules.strictValues ? [SHAPES, STRICT_SHAPES] : [SHAPES];
  const shapes = type === 0 ? asked.map((each) => each[defaultTypeId]) : [];
  const broken = shapes.find((shape) => shape && !shape.holds(text));
  if (broken) throw new RefusedValue(`${text} is not ${broken.name}`);
  if (defaultTypeId === SELECT && !optionsOf(attribute).includes(text))
    throw new RefusedValue(`Invalid values for ${name}`);
  if (regex && !fitsPattern(text, regex))
    throw new RefusedValue(`${text} does not match the regular expression`);
}

const optionsOf = ({ options = '' }: SimAttribute): string[] =>
  options.split(',').map((option) => option.trim());
