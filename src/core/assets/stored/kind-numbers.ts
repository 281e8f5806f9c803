import {
  NAMING_KINDS,
  PLAIN_KINDS,
  type AttributeKind,
  type NamingKind,
} from '../model/definitions/attribute-kind.ts';

/** Assets' numbers for a kind: its type, and for type 0 the kind of plain value. */
export interface KindNumbers {
  type: number;
  defaultTypeId?: number | undefined;
}

const PLAIN_TYPE = 0;
/** `none` is -1, `text` 0, and so on. */
const FIRST_PLAIN = -1;
const NAMING_TYPES: Record<NamingKind, number> = {
  reference: 1,
  user: 2,
  confluence: 3,
  group: 4,
  version: 5,
  project: 6,
  status: 7,
};

/** A plain kind whose number is missing is text. */
export function kindOf({ type, defaultTypeId = 0 }: KindNumbers): AttributeKind {
  if (type === PLAIN_TYPE)
    return PLAIN_KINDS[defaultTypeId - FIRST_PLAIN] ?? `plain ${defaultTypeId}`;
  return NAMING_KINDS.find((kind) => NAMING_TYPES[kind] === type) ?? `type ${type}`;
}

export function numbersOf(kind: AttributeKind): KindNumbers {
  const plain = PLAIN_KINDS.findIndex((each) => each === kind);
  if (plain >= 0) return { type: PLAIN_TYPE, defaultTypeId: plain + FIRST_PLAIN };
  const naming = NAMING_KINDS.find((each) => each === kind);
  if (naming) return { type: NAMING_TYPES[naming] };
  const number = Number(kind.slice(kind.indexOf(' ') + 1));
  return kind.startsWith('plain ') ? { type: PLAIN_TYPE, defaultTypeId: number } : { type: number };
}
