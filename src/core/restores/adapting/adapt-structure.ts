import type { AttributeDefinition } from '../../assets/model/definitions/attribute-definition.ts';
import type { AttributeKind } from '../../assets/model/definitions/attribute-kind.ts';
import type { SiteLimits } from '../../assets/ports/site/site-limits.ts';
import type { SchemaStructure } from '../../compare/structure/schema-structure.ts';
import { NOTHING_ADAPTED, type AdaptedName, type Adaptations } from './adaptations.ts';
import { adaptedName, adaptedNames } from './adapted-name.ts';
import { cutTo } from './cut-to.ts';

export interface AdaptedStructure {
  structure: SchemaStructure;
  adapted: Adaptations;
}

/**
 * A backup's structure as the destination accepts it: names without the characters it reserves,
 * shorter status names, and text attributes for kinds it lacks. `there`: the kinds of existing
 * attributes on the destination, which stay. `isLeftEmpty`: whether the values of such an attribute
 * are left out.
 */
export function adaptStructure(
  structure: SchemaStructure,
  limits: SiteLimits | undefined,
  there: Pick<SchemaStructure, 'attributes'> | undefined,
  isLeftEmpty: (attributeId: string) => boolean = () => false,
): AdaptedStructure {
  if (!limits) return { structure, adapted: NOTHING_ADAPTED };
  const { reservedInNames, statusNameMax } = limits;
  const typeNames = adaptedNames(
    structure.types.map(({ name }) => name),
    (name) => adaptedName(name, reservedInNames),
  );
  const statusNames = adaptedNames(
    structure.statuses.map(({ name }) => name),
    (name) => cutTo(statusNameMax, name),
    statusNameMax,
  );
  const had = new Set(there?.attributes.map(({ kind }) => kind));
  const isLacking = (kind: AttributeKind): boolean => limits.lacksKind(kind) && !had.has(kind);
  const asText = structure.attributes.filter(({ kind }) => isLacking(kind));
  return {
    structure: {
      ...structure,
      types: structure.types.map((type) => ({ ...type, name: nameIn(typeNames, type.name) })),
      statuses: structure.statuses.map((each) => ({
        ...each,
        name: nameIn(statusNames, each.name),
      })),
      attributes: structure.attributes.map((each) =>
        isLacking(each.kind) ? textAttribute(each) : each,
      ),
    },
    adapted: {
      types: changesOf(typeNames),
      statuses: changesOf(statusNames),
      asText: new Map(asText.map(({ id, kind }): [string, AttributeKind] => [id, kind])),
      leftEmpty: new Set(asText.map(({ id }) => id).filter(isLeftEmpty)),
      reservedInNames,
    },
  };
}

/** A text attribute has none of the limits of its former kind. */
function textAttribute(attribute: AttributeDefinition): AttributeDefinition {
  return {
    ...attribute,
    kind: 'textarea',
    additionalValue: undefined,
    userGroups: undefined,
    allowedStatuses: undefined,
    filter: undefined,
    regexValidation: undefined,
    unique: false,
  };
}

const nameIn = (names: ReadonlyMap<string, string>, name: string): string =>
  names.get(name) ?? name;

const changesOf = (names: ReadonlyMap<string, string>): AdaptedName[] =>
  [...names].flatMap(([from, to]) => (from === to ? [] : [{ from, to }]));
