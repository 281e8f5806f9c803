import type { AttributeDefinition } from '../../assets/model/definitions/attribute-definition.ts';
import type { AttributeInput } from '../../assets/model/definitions/attribute-input.ts';

/**
 * What the ids and names within a definition are on the other side; undefined for what is missing.
 */
export interface IdMaps {
  typeId: (old: string) => string | undefined;
  referenceTypeId: (old: string) => string | undefined;
  statusId: (old: string) => string | undefined;
  /** What a person calls a status of the other side. */
  statusName: (id: string) => string;
  groupName: (old: string) => string | undefined;
  /** Of things that nobody can look for, such as Confluence spaces. */
  otherId: (old: string) => string | undefined;
}

const asItIs = (old: string): string => old;

/** On one and the same site. */
export const SAME_IDS: IdMaps = {
  typeId: asItIs,
  referenceTypeId: asItIs,
  statusId: asItIs,
  statusName: asItIs,
  groupName: asItIs,
  otherId: asItIs,
};

const ID = /^\d+$/;

/**
 * How an attribute that was read is written again, with the ids and names of the destination; what
 * is missing is left out. Undefined for a reference whose object type is not on the destination.
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
    versionProjects: _versionProjects,
    ...input
  } = attribute;
  const referencedTypeId = mapped(input.referencedTypeId, maps.typeId);
  if (input.kind === 'reference' && referencedTypeId === undefined) return undefined;
  return {
    ...input,
    referencedTypeId,
    referenceTypeId: mapped(input.referenceTypeId, maps.referenceTypeId),
    userGroups: mappedList(input.userGroups, maps.groupName),
    allowedStatuses: mappedList(input.allowedStatuses, maps.statusId),
    additionalValue: mapped(input.additionalValue, (value) =>
      ID.test(value) ? maps.otherId(value) : value,
    ),
  };
}

/** What of a definition is not on the destination, and is left out of it there. */
interface LostLimits {
  /** Names. */
  groups: string[];
  /** Ids. */
  statuses: string[];
  /** A thing that nobody can look for. */
  other: string | undefined;
}

/** What `attributeInput` leaves out. */
export function lostLimits(
  { userGroups = [], allowedStatuses = [], additionalValue }: AttributeInput,
  { groupName, statusId, otherId }: IdMaps,
): LostLimits {
  const isOther = additionalValue !== undefined && ID.test(additionalValue);
  return {
    groups: userGroups.filter((name) => groupName(name) === undefined),
    statuses: allowedStatuses.filter((id) => statusId(id) === undefined),
    other: isOther && otherId(additionalValue) === undefined ? additionalValue : undefined,
  };
}

type Lookup = (old: string) => string | undefined;

const mapped = (id: string | undefined, map: Lookup): string | undefined =>
  id === undefined ? undefined : map(id);

/** Each once; undefined where nothing is left. */
function mappedList(list: readonly string[] | undefined, map: Lookup): string[] | undefined {
  const found = new Set(list?.flatMap((old) => map(old) ?? []));
  return found.size === 0 ? undefined : [...found];
}

/**
 * Without the rules that would stand in the way while objects are written; they take effect at the
 * end.
 */
export function loosened(input: AttributeInput): AttributeInput {
  return {
    ...input,
    minimumCardinality: 0,
    regexValidation: undefined,
    filter: undefined,
    userGroups: undefined,
    allowedStatuses: undefined,
  };
}

/** The rules that `loosened` removed; undefined when there were none. */
export type Tightening = Pick<
  AttributeInput,
  'minimumCardinality' | 'regexValidation' | 'filter' | 'userGroups' | 'allowedStatuses'
>;

export function tightening({
  minimumCardinality = 0,
  regexValidation,
  filter,
  userGroups,
  allowedStatuses,
}: AttributeInput): Tightening | undefined {
  const minimum = minimumCardinality > 0 ? minimumCardinality : undefined;
  const rules: Tightening = {
    ...(minimum === undefined ? {} : { minimumCardinality: minimum }),
    ...(regexValidation === undefined ? {} : { regexValidation }),
    ...(filter === undefined ? {} : { filter }),
    ...(userGroups === undefined ? {} : { userGroups }),
    ...(allowedStatuses === undefined ? {} : { allowedStatuses }),
  };
  return Object.keys(rules).length === 0 ? undefined : rules;
}
