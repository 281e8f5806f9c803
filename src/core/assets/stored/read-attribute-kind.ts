import { PLAIN_KINDS, type AttributeKind } from '../model/definitions/attribute-kind.ts';
import { asId, asMembers, asNumber, asText } from '../../kernel/json/field-forms.ts';
import { kindOf, numbersOf } from './kind-numbers.ts';

/**
 * The kind of an attribute, derived from whatever its definition has: its type, else what it refers
 * to, else its kind of plain value (assets-api: A.7, G). Undefined if it has none of these.
 */
export function readAttributeKind(
  definition: Readonly<Record<string, unknown>>,
): AttributeKind | undefined {
  const type = asNumber(definition['type']);
  const defaultTypeId = plainNumber(definition);
  const isUndecided = type === undefined || (type === 0 && defaultTypeId === undefined);
  if (isUndecided && isReference(definition)) return 'reference';
  if (type !== undefined) return kindOf({ type, defaultTypeId });
  return defaultTypeId === undefined ? undefined : kindOf({ type: 0, defaultTypeId });
}

const isReference = ({
  referenceType,
  referenceObjectType,
  referenceObjectTypeId,
}: Readonly<Record<string, unknown>>): boolean =>
  asMembers(referenceType) !== undefined ||
  asMembers(referenceObjectType) !== undefined ||
  asId(referenceObjectTypeId) !== undefined;

/** The number of a kind of plain value, else that of its name. */
function plainNumber({
  defaultType,
  defaultTypeId,
}: Readonly<Record<string, unknown>>): number | undefined {
  const { id, name } = asMembers(defaultType) ?? { id: defaultTypeId };
  const word = asText(name)?.replaceAll(' ', '').toLowerCase();
  const named = PLAIN_KINDS.find((kind) => kind.toLowerCase() === word);
  return asNumber(id) ?? (named && numbersOf(named).defaultTypeId);
}
