import type { AttributeDefinition } from '../../assets/model/attribute-definition.ts';
import type { SchemaStructure } from '../../compare/schema-structure.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import type { RestoreInput } from '../restore-input.ts';
import { originalKeyOwner } from '../structure/original-key-types.ts';
import { isNameTaken } from './plan-structure.ts';

/** What will be otherwise than in the backup, in sentences. `uniqueKeyTypes`: as planned. */
export function planNotes(
  context: RestoreContext,
  input: RestoreInput,
  uniqueKeyTypes: readonly string[],
): string[] {
  return [
    ...matchNotes(context, input),
    ...attributeNotes(context),
    ...valueNotes(context),
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

function attributeNotes(context: RestoreContext): string[] {
  const { structure } = context.source;
  const types = [...structure.types.map((type) => type.id), ...context.matches.outsideTypes.keys()];
  const known = new Set(types);
  const lost = structure.attributes.filter(
    ({ referencedTypeId }) => referencedTypeId !== undefined && !known.has(referencedTypeId),
  );
  const nameTaken = structure.attributes.filter((attribute) => isNameTaken(context, attribute));
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

function valueNotes({ source: { usage } }: RestoreContext): string[] {
  if (usage.others === 0) return [];
  return [
    `${usage.others} values have a form that no public interface can write. They are left out.`,
  ];
}

function keyNotes(
  { source, matches }: RestoreContext,
  uniqueKeyTypes: readonly string[],
): string[] {
  const { structure, ancestorsOnly } = source;
  const withoutKey = structure.types.filter(
    (type) =>
      !matches.structure.types.has(type.id) &&
      !type.abstract &&
      !ancestorsOnly.has(type.id) &&
      originalKeyOwner(structure, uniqueKeyTypes, type.id) === undefined,
  );
  if (withoutKey.length === 0) return [];
  return [
    `${namesOf(withoutKey)} have no room for a third unique attribute, or hand theirs down to a type that has none: after an interruption their objects are recognised by all their values in place of their old key.`,
  ];
}

function describe({ types }: SchemaStructure, { name, typeId }: AttributeDefinition): string {
  const typeName = types.find((type) => type.id === typeId)?.name ?? typeId;
  return `The attribute "${name}" of ${typeName}`;
}

const namesOf = (types: { name: string }[]): string => types.map(({ name }) => name).join(', ');
