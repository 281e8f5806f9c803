import type { AttributeDefinition } from '../assets/model/attribute-definition.ts';
import type { AttributeInput } from '../assets/model/attribute-input.ts';

export interface IdMaps {
  typeId: (old: string) => string | undefined;
  referenceTypeId: (old: string) => string | undefined;
}

/**
 * How an attribute that was read is written again, with the ids of the destination. Undefined for a
 * reference whose object type is not on the destination.
 */
export function attributeInput(
  attribute: AttributeDefinition,
  maps: IdMaps,
): AttributeInput | undefined {
  const {
    id: _id,
    typeId: _typeId,
    position: _position,
    system: _system,
    editable: _editable,
    removable: _removable,
    stored: _stored,
    ...input
  } = attribute;
  if (input.kind !== 'reference') return input;
  const referencedTypeId = mapped(input.referencedTypeId, maps.typeId);
  if (referencedTypeId === undefined) return undefined;
  return {
    ...input,
    referencedTypeId,
    referenceTypeId: mapped(input.referenceTypeId, maps.referenceTypeId),
  };
}

const mapped = (
  id: string | undefined,
  map: (old: string) => string | undefined,
): string | undefined => (id === undefined ? undefined : map(id));

/**
 * Without the rules that would stand in the way while objects are written; they take effect at the
 * end.
 */
export function loosened(input: AttributeInput): AttributeInput {
  return { ...input, minimumCardinality: 0, regexValidation: undefined, filter: undefined };
}

/** The rules that `loosened` removed; undefined when there were none. */
export type Tightening = Pick<AttributeInput, 'minimumCardinality' | 'regexValidation' | 'filter'>;

export function tightening({
  minimumCardinality = 0,
  regexValidation,
  filter,
}: AttributeInput): Tightening | undefined {
  const minimum = minimumCardinality > 0 ? minimumCardinality : undefined;
  if (minimum === undefined && regexValidation === undefined && filter === undefined)
    return undefined;
  return {
    ...(minimum === undefined ? {} : { minimumCardinality: minimum }),
    ...(regexValidation === undefined ? {} : { regexValidation }),
    ...(filter === undefined ? {} : { filter }),
  };
}
