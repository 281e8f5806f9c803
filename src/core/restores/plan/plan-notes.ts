import type { AttributeDefinition } from '../../assets/model/attribute-definition.ts';
import { lostLimits, type IdMaps } from '../../compare/attribute-input.ts';
import { typeOf, type SchemaStructure } from '../../compare/schema-structure.ts';
import { idMaps } from '../context/id-maps.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import type { RestoreInput } from '../restore-input.ts';
import { originalKeyOwner } from '../structure/original-key-types.ts';
import type { PlannedStructure } from './plan-structure.ts';

/** How many attributes one sentence names. */
const MAX_NAMED = 20;

/** What will be otherwise than in the backup, in sentences. */
export function planNotes(
  context: RestoreContext,
  input: RestoreInput,
  { uniqueKeyTypes, nameTaken }: Pick<PlannedStructure, 'uniqueKeyTypes' | 'nameTaken'>,
): string[] {
  return [
    ...matchNotes(context, input),
    ...parentNotes(context),
    ...attributeNotes(context, nameTaken),
    ...limitNotes(context, input),
    ...categoryNotes(context),
    ...valueNotes(context),
    ...patternNotes(context, input),
    ...(input.keepOriginalKey ? [] : keyNotes(context, uniqueKeyTypes)),
    'Keys, dates, authors and history of objects cannot be set by any public interface: the restored objects get new ones.',
  ];
}

function matchNotes({ source, matches }: RestoreContext, { schema }: RestoreInput): string[] {
  const { structure, ancestorsOnly, graph } = source;
  const notes: string[] = [];
  if (schema.kind === 'existing' && matches.objects.matched === 0 && graph.size > 0)
    notes.push(
      'No object of the schema stands for one of the backup: all of them are created beside what is there. Is it the right schema?',
    );
  if (ancestorsOnly.size > 0)
    notes.push(
      `${namesOf(structure.types.filter((type) => ancestorsOnly.has(type.id)))} come along as object types, without their objects, because chosen types stand below them.`,
    );
  return notes;
}

function parentNotes({ source: { structure }, matches }: RestoreContext): string[] {
  const lost = new Set(structure.lostParents);
  const made = structure.types.filter(({ id }) => lost.has(id) && !matches.structure.types.has(id));
  if (made.length === 0) return [];
  return [
    `${namesOf(made)} are made without a parent: what the backup says of their parents leads in a circle or to a type that it does not hold.`,
  ];
}

function attributeNotes(
  context: RestoreContext,
  nameTaken: readonly AttributeDefinition[],
): string[] {
  const { structure } = context.source;
  const types = [...structure.types.map((type) => type.id), ...context.matches.outsideTypes.keys()];
  const known = new Set(types);
  const lost = structure.attributes.filter(
    ({ referencedTypeId }) => referencedTypeId !== undefined && !known.has(referencedTypeId),
  );
  return [
    ...lost.map(
      (attribute) =>
        `${describe(structure, attribute)} refers to an object type that is not on the destination. It is not made, and its values are left out. Restore the schema that it refers to, then restore this backup again into the restored schema: only what is missing is written then.`,
    ),
    ...nameTaken.map(
      (attribute) =>
        `${describe(structure, attribute)} is not made: the destination has another kind of attribute under this name. Its values are left out.`,
    ),
  ];
}

/** A status stands for one of the same name, also where it says something else about an object. */
const categoryNotes = ({ matches: { otherCategories } }: RestoreContext): string[] =>
  otherCategories.map(
    ({ name, inBackup, there }) =>
      `The status "${name}" is ${categoryWord(inBackup)} in the backup and ${categoryWord(there)} on the destination. It is used as it is there.`,
  );

const CATEGORY_WORDS = ['inactive', 'active', 'pending'];
const categoryWord = (category: number): string =>
  CATEGORY_WORDS[category] ?? `of the category ${category}`;

/** What attributes that are made or changed are limited to and that is not on the destination. */
function limitNotes(
  context: RestoreContext,
  { changeDefinitions }: Pick<RestoreInput, 'changeDefinitions'>,
): string[] {
  const { attributes } = context.matches.structure;
  const ids = idMaps(context, () => undefined);
  const statuses = new Map(
    context.source.structure.statuses.map(({ id, name }): [string, string] => [id, name]),
  );
  const nameOf = (id: string): string => statuses.get(id) ?? id;
  return context.source.structure.attributes.flatMap((attribute) =>
    attributes.has(attribute.id) && !changeDefinitions
      ? []
      : lostWords(context.source.structure, attribute, { ids, nameOf }),
  );
}

function lostWords(
  structure: SchemaStructure,
  attribute: AttributeDefinition,
  { ids, nameOf }: { ids: IdMaps; nameOf: (statusId: string) => string },
): string[] {
  const { groups, statuses, other } = lostLimits(attribute, ids);
  const thing = describe(structure, attribute);
  const notes: string[] = [];
  if (groups.length > 0)
    notes.push(
      `${thing} takes people of groups that are not on the destination: ${groups.join(', ')}. Without them it is limited to its other groups, or to none. Map them above, or change the attribute afterwards.`,
    );
  if (statuses.length > 0)
    notes.push(
      `${thing} allows statuses that are not on the destination: ${statuses.map(nameOf).join(', ')}. Without them it allows its other statuses, or all. Map them above, or change the attribute afterwards.`,
    );
  if (other !== undefined)
    notes.push(
      `${thing} leads to something with the id ${other}, such as a Confluence space, which cannot be looked for on the destination. Set it there by hand.`,
    );
  return notes;
}

function valueNotes({ source: { usage } }: RestoreContext): string[] {
  if (usage.others === 0) return [];
  return [
    `${usage.others} values have a form that no public interface can write. They are left out.`,
  ];
}

/** Regular expressions are read by the site alone: which values they refuse cannot be told here. */
function patternNotes(
  { source, matches }: RestoreContext,
  { changeDefinitions }: Pick<RestoreInput, 'changeDefinitions'>,
): string[] {
  if (changeDefinitions || source.graph.size === 0) return [];
  const names = source.structure.attributes.flatMap((attribute) => {
    const there = matches.structure.attributes.get(attribute.id);
    return there?.regexValidation === undefined ? [] : [describe(source.structure, attribute)];
  });
  if (names.length === 0) return [];
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  return [
    `A regular expression stands on the destination for: ${names.slice(0, MAX_NAMED).join('; ')}${more}. Only the destination reads it: values that it refuses when they are written are left out, and stand in the report.`,
  ];
}

function keyNotes(
  { source, matches }: RestoreContext,
  uniqueKeyTypes: readonly string[],
): string[] {
  const { structure, ancestorsOnly } = source;
  const having = new Set(uniqueKeyTypes);
  const withoutKey = structure.types.filter(
    (type) =>
      !matches.structure.types.has(type.id) &&
      !type.abstract &&
      !ancestorsOnly.has(type.id) &&
      originalKeyOwner(structure, having, type.id) === undefined,
  );
  if (withoutKey.length === 0) return [];
  return [
    `${namesOf(withoutKey)} have no room for a third unique attribute, or hand theirs down to a type that has none: after an interruption their objects are recognised by all their values in place of their old key.`,
  ];
}

function describe(structure: SchemaStructure, { name, typeId }: AttributeDefinition): string {
  const typeName = typeOf(structure, typeId)?.name ?? typeId;
  return `The attribute "${name}" of ${typeName}`;
}

const namesOf = (types: { name: string }[]): string => types.map(({ name }) => name).join(', ');
