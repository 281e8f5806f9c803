import { z } from 'zod';
import type { AttributeDefinition } from '../model/definitions/attribute-definition.ts';
import type { StoredDefinition } from '../model/definitions/stored-definition.ts';
import {
  asFlag,
  asId,
  asItems,
  asMembers,
  asNumber,
  fieldAs,
} from '../../kernel/json/field-forms.ts';
import { numbersOf } from './kind-numbers.ts';
import { readAttributeKind } from './read-attribute-kind.ts';

/** An attribute as backups hold it. Its `definition` has the site's own names (assets-api: A.7). */
export interface StoredAttribute {
  id: string;
  objectTypeId: string;
  name: string;
  position: number;
  type: number;
  definition: StoredDefinition;
}

const StoredAttributeShape = z.object({
  id: z.string(),
  objectTypeId: z.string(),
  name: z.string(),
  position: z.number(),
  type: z.number(),
  /** Kept as it came. */
  definition: z.custom<StoredDefinition>((definition) => asMembers(definition) !== undefined),
});

const text = fieldAs(asId);
const flag = fieldAs(asFlag);
const number = fieldAs(asNumber);
const id = fieldAs(asId);

/** Undefined where there are none. */
function idsIn(value: unknown): string[] | undefined {
  const ids = asItems(value).flatMap((each) => asId(each) ?? []);
  return ids.length > 0 ? ids : undefined;
}

const projectKeysIn = (value: unknown): string[] | undefined =>
  idsIn(asItems(value).map((project) => asMembers(project)?.['key']));

/**
 * The fields read from a definition, which itself is kept as it came. A field of unexpected shape
 * counts as missing.
 */
const DefinitionShape = z.object({
  description: text,
  label: flag,
  system: flag,
  editable: flag,
  removable: flag,
  hidden: flag,
  summable: flag,
  uniqueAttribute: flag,
  includeChildObjectTypes: flag,
  minimumCardinality: number,
  maximumCardinality: number,
  suffix: text,
  regexValidation: text,
  qlQuery: text,
  iql: text,
  options: text,
  additionalValue: text,
  typeValue: id,
  typeValueMulti: fieldAs(idsIn),
  versionTypeValues: fieldAs(projectKeysIn),
  referenceObjectTypeId: id,
  referenceType: fieldAs((value) => asId(asMembers(value)?.['id'])),
});

/** The attribute that a stored body describes. @throws ZodError for a body of another shape */
export function readStoredAttribute(body: unknown): AttributeDefinition {
  const { objectTypeId, type, definition: stored, ...rest } = StoredAttributeShape.parse(body);
  const said = DefinitionShape.parse(stored);
  const kind = readAttributeKind({ ...stored, type }) ?? 'text';
  return {
    ...rest,
    typeId: objectTypeId,
    kind,
    system: said.system ?? false,
    editable: said.editable ?? true,
    removable: said.removable ?? true,
    label: said.label,
    description: said.description,
    ...(kind === 'reference' ? referenceOf(said) : { additionalValue: said.additionalValue }),
    userGroups: kind === 'user' ? said.typeValueMulti : undefined,
    allowedStatuses: kind === 'status' ? said.typeValueMulti : undefined,
    versionProjects: kind === 'version' ? said.versionTypeValues : undefined,
    minimumCardinality: said.minimumCardinality,
    maximumCardinality: said.maximumCardinality,
    suffix: said.suffix,
    summable: said.summable,
    includeChildObjectTypes: said.includeChildObjectTypes,
    hidden: said.hidden,
    unique: said.uniqueAttribute,
    regexValidation: said.regexValidation,
    filter: said.qlQuery ?? said.iql,
    options: said.options,
    stored,
  };
}

/**
 * Sites read a reference back under other names than it is written by; both have been seen in
 * answers (assets-api: A.7).
 */
function referenceOf({
  referenceObjectTypeId,
  typeValue,
  referenceType,
  additionalValue,
}: z.output<typeof DefinitionShape>): Pick<
  AttributeDefinition,
  'referencedTypeId' | 'referenceTypeId'
> {
  return {
    referencedTypeId: referenceObjectTypeId ?? typeValue,
    referenceTypeId: referenceType ?? additionalValue,
  };
}

/** What a backup stores of an attribute. */
export function storedAttribute({
  id: attributeId,
  typeId,
  name,
  position,
  kind,
  stored,
}: AttributeDefinition): StoredAttribute {
  const { type } = numbersOf(kind);
  return { id: attributeId, objectTypeId: typeId, name, position, type, definition: stored };
}
