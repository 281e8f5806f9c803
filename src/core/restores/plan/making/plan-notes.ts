import { counted } from '../../../kernel/counted.ts';
import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import { lostLimits, type IdMaps } from '../../../compare/structure/attribute-input.ts';
import { typeOf, type SchemaStructure } from '../../../compare/structure/schema-structure.ts';
import { adaptedNotes } from '../../adapting/adapted-notes.ts';
import { idMaps } from '../../context/id-maps.ts';
import { movedNotes } from '../../context/moved-notes.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { RestoreInput } from '../../restore-input.ts';
import { originalKeyOwner } from '../../structure/original-key-types.ts';
import type { PlannedStructure } from './plan-structure.ts';

/** How many attributes one sentence names. */
const MAX_NAMED = 20;

/** What will differ from the backup, in sentences. */
export function planNotes(
  context: RestoreContext,
  input: RestoreInput,
  { uniqueKeyTypes, nameTaken }: Pick<PlannedStructure, 'uniqueKeyTypes' | 'nameTaken'>,
): string[] {
  return [
    ...unlistedNotes(context),
    ...matchNotes(context, input),
    ...movedNotes(context),
    ...adaptedNotes(context.source.structure, context.source.adapted),
    ...parentNotes(context),
    ...attributeNotes(context, nameTaken),
    ...limitNotes(context, input),
    ...categoryNotes(context),
    ...iconNotes(context),
    ...valueNotes(context),
    ...patternNotes(context, input),
    ...(input.keepOriginalKey ? [] : keyNotes(context, uniqueKeyTypes)),
    ...unwritableNotes(context),
    "Atlassian has no public API to set an object's key, dates, author or history, so restored objects get new ones.",
  ];
}

function unlistedNotes({ destination: { structure } }: RestoreContext): string[] {
  if (structure?.unlisted === undefined) return [];
  return [
    `The destination's list of object types couldn't be read. ${structure.unlisted} This plan knows those that its objects or the backup name. If it has others without objects, it may refuse to create types of their names.`,
  ];
}

/** What stays in the backup, because nothing is known that writes it. */
function unwritableNotes({ source }: RestoreContext): string[] {
  const { history = 0, avatar = 0 } = source.unwritable;
  const notes: string[] = [];
  if (history > 0)
    notes.push(
      `The history of ${counted(history, 'object')} stays readable in the backup: no API restores it.`,
    );
  if (avatar > 0)
    notes.push(
      `Not restored, because no way to upload them is known: ${counted(avatar, 'avatar')} of objects.`,
    );
  return notes;
}

function matchNotes({ source, matches }: RestoreContext, { schema }: RestoreInput): string[] {
  const { structure, ancestorsOnly, graph } = source;
  const notes: string[] = [];
  if (schema.kind === 'existing' && matches.objects.matched === 0 && graph.size > 0)
    notes.push(
      "No object in this schema matches one in the backup, so all of them are created in addition to the existing ones. Check that it's the right schema.",
    );
  if (ancestorsOnly.size > 0)
    notes.push(
      `Included as parents of the types you selected, without their objects: ${namesOf(structure.types.filter((type) => ancestorsOnly.has(type.id)))}.`,
    );
  return notes;
}

function parentNotes({ source: { structure }, matches }: RestoreContext): string[] {
  const lost = new Set(structure.lostParents);
  const made = structure.types.filter(({ id }) => lost.has(id) && !matches.structure.types.has(id));
  if (made.length === 0) return [];
  return [
    `Created without a parent, because their parents in the backup form a circle or aren't in it: ${namesOf(made)}.`,
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
    ...lost.map((attribute) => lostTypeWords(context, attribute)),
    ...nameTaken.map(
      (attribute) =>
        `${describe(structure, attribute)} isn't created because the destination has a different type of attribute with this name. Its values are skipped.`,
    ),
  ];
}

/** Of an attribute that refers to a type which the destination does not have. */
function lostTypeWords(
  { source: { structure, unchosen } }: RestoreContext,
  attribute: AttributeDefinition,
): string {
  const thing = describe(structure, attribute);
  const type = unchosen.get(attribute.referencedTypeId ?? '');
  return type === undefined
    ? `${thing} refers to an object type that doesn't exist on the destination, so it isn't created and its values are skipped. Restore the schema it refers to first, then restore this backup again into the same schema: only what's missing is added.`
    : `${thing} refers to ${type}, which you didn't select, so it isn't created and its values are skipped. Select ${type} as well to keep it.`;
}

/** A status stands for one of the same name, also where it says something else about an object. */
const categoryNotes = ({ matches: { otherCategories } }: RestoreContext): string[] =>
  otherCategories.map(
    ({ name, inBackup, there }) =>
      `The status "${name}" is ${categoryWord(inBackup)} in the backup and ${categoryWord(there)} on the destination. The destination's status is used.`,
  );

/** What is brought to the whole site, and not to the schema alone. */
function iconNotes({ matches: { toMake } }: RestoreContext): string[] {
  if (toMake.icons.length === 0) return [];
  const named = toMake.icons.slice(0, MAX_NAMED).map(({ name }) => name);
  const more = toMake.icons.length - named.length;
  return [
    `Uploaded as icons of the whole site, because it doesn't have them: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
  ];
}

const CATEGORY_WORDS = ['inactive', 'active', 'pending'];
const categoryWord = (category: number): string =>
  CATEGORY_WORDS[category] ?? `in category ${category}`;

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
      `${thing} is limited to groups that weren't found on the destination: ${groups.join(', ')}. Without them, it's limited to its other groups, or not at all. Map them above, or edit the attribute afterwards.`,
    );
  if (statuses.length > 0)
    notes.push(
      `${thing} allows statuses that weren't found on the destination: ${statuses.map(nameOf).join(', ')}. Without them, it allows its other statuses, or all statuses. Map them above, or edit the attribute afterwards.`,
    );
  const { versionProjects = [] } = attribute;
  if (versionProjects.length > 0)
    notes.push(
      `${thing} only offers versions of these projects: ${versionProjects.join(', ')}. No documented way to limit it is known, so set this on the destination yourself.`,
    );
  if (other !== undefined)
    notes.push(
      `${thing} refers to something with the ID ${other}, such as a Confluence space, which can't be looked up on the destination. Set it there yourself.`,
    );
  return notes;
}

function valueNotes({ source, destination }: RestoreContext): string[] {
  const { usage, adapted, structure } = source;
  const kinds = new Map(structure.attributes.map(({ id, kind }) => [id, kind]));
  const skippedOf = (counts: ReadonlyMap<string, number>): number =>
    [...counts]
      .filter(([attributeId]) => !adapted.asText.has(attributeId))
      .reduce((sum, [, values]) => sum + values, 0);
  const unknown = skippedOf(usage.others);
  const pages = [...usage.siteThings].filter(([id]) => kinds.get(id) !== 'version');
  const elsewhere = destination.isSameSite ? 0 : skippedOf(new Map(pages));
  const notes: string[] = [];
  if (unknown > 0)
    notes.push(
      `Skipped, because no public API can write their format: ${counted(unknown, 'value')}.`,
    );
  if (elsewhere > 0)
    notes.push(
      `Skipped, because Confluence pages belong to the site that was backed up: ${counted(elsewhere, 'value')}. Each is listed in the report, so that you can set it by hand.`,
    );
  return notes;
}

/** Only the site evaluates regular expressions: which values they refuse cannot be known here. */
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
    `The destination checks values against a regular expression in: ${names.slice(0, MAX_NAMED).join('; ')}${more}. Values it refuses are skipped and listed in the report.`,
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
    `These types have no room for another unique attribute, or pass theirs on to a type without room: ${namesOf(withoutKey)}. After an interruption, their objects are recognized by all their values instead of by their original key.`,
  ];
}

function describe(structure: SchemaStructure, { name, typeId }: AttributeDefinition): string {
  const typeName = typeOf(structure, typeId)?.name ?? typeId;
  return `The attribute "${name}" of ${typeName}`;
}

const namesOf = (types: { name: string }[]): string => types.map(({ name }) => name).join(', ');
