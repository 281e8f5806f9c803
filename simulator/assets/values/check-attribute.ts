import { parse } from '../../aql/parse.ts';
import { AqlError } from '../../aql/tokenize.ts';
import { HttpError } from '../../http/http-error.ts';
import { javaPattern } from './java-pattern.ts';
import type { Settings } from '../../world/settings.ts';
import type { SimAttribute } from '../../site/records/model.ts';
import type { Site } from '../../site/site.ts';

type Fields = Partial<SimAttribute>;

interface Proposal {
  site: Site;
  settings: Settings;
  /** The type that the attribute belongs to. */
  typeId: number;
  /** The attribute as it would stand. */
  after: Fields & { minimum: number; maximum: number };
  /** The attribute as it is; absent for a new one. */
  before: SimAttribute | undefined;
}

export interface AttributeChange {
  typeId: number;
  fields: Fields;
  /** The attribute as it is; absent for a new one. */
  before?: SimAttribute | undefined;
}

type Complaint = [field: string, message: string];
type Rule = (proposal: Proposal) => Complaint | undefined;

/** The types that Atlassian's specification lists. */
const PUBLISHED_TYPES = [0, 1, 2, 4, 7];
const MAX_TYPE = 7;

/**
 * What is asked of an attribute when it is made or changed.
 * @throws HttpError 400 that names each field that is wrong
 */
export function checkAttribute(site: Site, settings: Settings, change: AttributeChange): void {
  const { typeId, fields, before } = change;
  const after = { minimum: 0, maximum: 1, ...before, ...fields };
  const proposal: Proposal = { site, settings, typeId, after, before };
  const complaints = RULES.map((rule) => rule(proposal)).filter((wrong) => wrong !== undefined);
  if (complaints.length > 0) throw new HttpError(400, [], Object.fromEntries(complaints));
}

const RULES: Rule[] = [
  checkName,
  checkSystem,
  checkType,
  checkDefaultType,
  checkTypeChange,
  checkReference,
  checkCardinalities,
  checkLowered,
  checkRaised,
  checkUniqueRoom,
  checkDuplicates,
  checkRegex,
  checkFilter,
];

function checkName({ site, typeId, after, before }: Proposal): Complaint | undefined {
  const names = site
    .withInheritors(typeId)
    .flatMap((id) => site.attributesOf(id))
    .filter((other) => other.id !== before?.id)
    .map((other) => other.name);
  const isFree = after.name && !names.includes(after.name);
  return isFree ? undefined : ['name', 'Name has to be unique'];
}

function checkSystem(proposal: Proposal): Complaint | undefined {
  const isChanged =
    proposal.before?.system &&
    changes(proposal, 'name', 'type', 'defaultTypeId', 'minimum', 'maximum', 'unique');
  return isChanged ? ['system', 'The attribute is one of Assets itself'] : undefined;
}

function checkType({ settings, after: { type } }: Proposal): Complaint | undefined {
  if (type === undefined) return ['type', 'The type is required'];
  const isKnown = Number.isInteger(type) && type >= 0 && type <= MAX_TYPE;
  const isMade = isKnown && (settings.rareAttributeTypes || PUBLISHED_TYPES.includes(type));
  return isMade ? undefined : ['type', `Attributes of type ${type} cannot be made`];
}

function checkDefaultType({ after: { type, defaultTypeId } }: Proposal): Complaint | undefined {
  const isMissing =
    type === 0 && !(defaultTypeId !== undefined && defaultTypeId >= -1 && defaultTypeId <= 11);
  return isMissing ? ['defaultTypeId', 'The default type is required'] : undefined;
}

function checkTypeChange(proposal: Proposal): Complaint | undefined {
  const isChanged = proposal.before && changes(proposal, 'type', 'defaultTypeId');
  return isChanged && someCount(proposal, (count) => count > 0)
    ? ['type', 'The type cannot be changed while objects have values']
    : undefined;
}

function checkReference({ site, after }: Proposal): Complaint | undefined {
  if (after.type !== 1) return undefined;
  const { referenceObjectTypeId = -1, referenceTypeId = -1 } = after;
  return site.types.has(referenceObjectTypeId) && site.referenceTypes.has(referenceTypeId)
    ? undefined
    : ['typeValue', 'The referenced object type and reference type are required'];
}

function checkCardinalities({ after: { minimum, maximum } }: Proposal): Complaint | undefined {
  const fit = minimum >= 0 && (maximum === -1 || (maximum > 0 && minimum <= maximum));
  return fit ? undefined : ['maximumCardinality', 'The minimum and the maximum do not fit'];
}

function checkLowered(proposal: Proposal): Complaint | undefined {
  const { before } = proposal;
  const { maximum } = proposal.after;
  const isLowered = before && maximum !== -1 && !(before.maximum >= 0 && before.maximum <= maximum);
  return isLowered && someCount(proposal, (count) => count > maximum)
    ? ['maximumCardinality', 'Objects have more values than that']
    : undefined;
}

function checkRaised(proposal: Proposal): Complaint | undefined {
  const { settings, before } = proposal;
  const { minimum } = proposal.after;
  const isRaised = settings.tightenChecked && minimum > (before?.minimum ?? 0);
  return isRaised && someCount(proposal, (count) => count < minimum)
    ? ['minimumCardinality', 'Objects have fewer values than that']
    : undefined;
}

function checkUniqueRoom(proposal: Proposal): Complaint | undefined {
  const { site, settings, typeId, after, before } = proposal;
  if (!after.unique || before?.unique) return undefined;
  const others = (id: number): number =>
    site.attributesOf(id).filter((other) => other.unique && other.id !== before?.id).length;
  return site.withInheritors(typeId).some((id) => others(id) >= settings.uniqueMax)
    ? ['uniqueAttribute', `An object type can have ${settings.uniqueMax} unique attributes`]
    : undefined;
}

function checkDuplicates({ site, after, before }: Proposal): Complaint | undefined {
  const becomesUnique = after.unique && before && !before.unique;
  return becomesUnique && site.indexes.hasDuplicates(before.id)
    ? ['uniqueAttribute', 'Objects have the same value']
    : undefined;
}

function checkRegex({ after: { regex } }: Proposal): Complaint | undefined {
  return regex && !isRegex(regex)
    ? ['regexValidation', 'The regular expression is not valid']
    : undefined;
}

function checkFilter({ after: { qlQuery } }: Proposal): Complaint | undefined {
  return qlQuery && !isAql(qlQuery) ? ['qlQuery', 'The AQL query is not valid'] : undefined;
}

const changes = ({ before, after }: Proposal, ...names: (keyof SimAttribute)[]): boolean =>
  names.some((name) => before?.[name] !== after[name]);

/** Whether an object of the type, or of one that inherits from it, has such a number of values. */
function someCount(
  { site, typeId, before }: Proposal,
  isSuch: (count: number) => boolean,
): boolean {
  const countOf = (objectId: number): number =>
    (before && site.objects.require(objectId).values[before.id]?.length) ?? 0;
  return site
    .withInheritors(typeId)
    .some((id) => site.objects.idsOfType(id).some((objectId) => isSuch(countOf(objectId))));
}

function isRegex(text: string): boolean {
  try {
    return javaPattern(text) instanceof RegExp;
  } catch {
    return false;
  }
}

function isAql(text: string): boolean {
  try {
    return parse(text) !== undefined;
  } catch (error) {
    if (error instanceof AqlError) return false;
    throw error;
  }
}
