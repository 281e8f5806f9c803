import { isIP } from 'node:net';
import type { SimAttribute } from '../site/model.ts';
import { RefusedValue } from './refused-value.ts';

/** Default types of attributes of type 0. */
const TEXT = 0;
const EMAIL = 8;
const SELECT = 10;

interface Shape {
  holds: (text: string) => boolean;
  name: string;
}

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

/** Length, shape, options and pattern of a text. @throws RefusedValue */
export function checkPlainValue(attribute: SimAttribute, text: string, textMax: number): void {
  const { name, type, defaultTypeId = -1, regex } = attribute;
  if ((defaultTypeId === TEXT || defaultTypeId === EMAIL) && text.length > textMax)
    throw new RefusedValue(`${name} must be less than ${textMax} characters`);
  const shape = type === 0 ? SHAPES[defaultTypeId] : undefined;
  if (shape && !shape.holds(text)) throw new RefusedValue(`${text} is not ${shape.name}`);
  if (defaultTypeId === SELECT && !optionsOf(attribute).includes(text))
    throw new RefusedValue(`Invalid values for ${name}`);
  if (regex && !new RegExp(`^(?:${regex})$`).test(text))
    throw new RefusedValue(`${text} does not match the regular expression`);
}

const optionsOf = ({ options = '' }: SimAttribute): string[] =>
  options.split(',').map((option) => option.trim());
