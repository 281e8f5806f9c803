import { parse } from '../aql/parse.ts';
import { AqlError } from '../aql/tokenize.ts';
import { HttpError } from '../http/http-error.ts';
import type { Settings } from '../world/settings.ts';
import type { SimAttribute } from '../site/model.ts';
import type { Site } from '../site/site.ts';

type Fields = Partial<SimAttribute>;
/** The attribute as it would stand, what it is now (absent: it is new), and the type that it belongs to. */
interface Proposal {
  site: Site;
  settings: Settings;
  typeId: number;
  after: Fields;
  before: SimAttribute | undefined;
}
type Rule = (proposal: Proposal) => [field: string, message: string] | undefined;

const PUBLISHED_TYPES = [0, 1, 2, 4, 7];

/** What is asked of an attribute when it is made or changed. @throws HttpError 400 that names each field that is wrong */
export function checkAttribute(
  site: Site,
  settings: Settings,
  typeId: number,
  fields: Fields,
  before?: SimAttribute,
): void {
  const proposal: Proposal = {
    site,
    settings,
    typeId,
    before,
    after: { minimum: 0, maximum: 1, ...before, ...fields },
  };
  const errors = Object.fromEntries(
    RULES.map((rule) => rule(proposal)).filter((wrong) => wrong !== undefined),
  );
  if (Object.keys(errors).length > 0) throw new HttpError(400, [], errors);
}

/** Whether an object of the type, or of one that inherits from it, has a number of values that is not fine. */
function someObject(
  { site, typeId, before }: Proposal,
  wrong: (count: number) => boolean,
): boolean {
  return site
    .withInheritors(typeId)
    .some((id) =>
      site.objects
        .idsOfType(id)
        .some((objectId) =>
          wrong((before && site.objects.get(objectId)!.values[before.id]?.length) ?? 0),
        ),
    );
}

const changes = ({ before, after }: Proposal, ...names: (keyof SimAttribute)[]): boolean =>
  names.some((name) => before?.[name] !== after[name]);

const RULES: Rule[] = [
  ({ site, typeId, after, before }) => {
    const names = site
      .withInheritors(typeId)
      .flatMap((id) => site.attributesOf(id))
      .filter((other) => other.id !== before?.id)
      .map((other) => other.name);
    return !after.name || names.includes(after.name)
      ? ['name', 'Name has to be unique']
      : undefined;
  },
  (proposal) =>
    proposal.before?.system &&
    changes(proposal, 'name', 'type', 'defaultTypeId', 'minimum', 'maximum', 'unique')
      ? ['system', 'The attribute is one of Assets itself']
      : undefined,
  ({ settings, after: { type } }) =>
    type === undefined
      ? ['type', 'The type is required']
      : !Number.isInteger(type) ||
          type < 0 ||
          type > 7 ||
          !(settings.rareAttributeTypes || PUBLISHED_TYPES.includes(type))
        ? ['type', `Attributes of type ${type} cannot be made`]
        : undefined,
  ({ after: { type, defaultTypeId } }) =>
    type === 0 && !(defaultTypeId !== undefined && defaultTypeId >= -1 && defaultTypeId <= 11)
      ? ['defaultTypeId', 'The default type is required']
      : undefined,
  (proposal) =>
    proposal.before &&
    changes(proposal, 'type', 'defaultTypeId') &&
    someObject(proposal, (count) => count > 0)
      ? ['type', 'The type cannot be changed while objects have values']
      : undefined,
  ({ site, after: { type, referenceObjectTypeId, referenceTypeId } }) =>
    type === 1 &&
    !(site.types.has(referenceObjectTypeId!) && site.referenceTypes.has(referenceTypeId!))
      ? ['typeValue', 'The referenced object type and reference type are required']
      : undefined,
  ({ after }) =>
    after.minimum! < 0 ||
    after.maximum! < -1 ||
    after.maximum === 0 ||
    (after.maximum !== -1 && after.minimum! > after.maximum!)
      ? ['maximumCardinality', 'The minimum and the maximum do not fit']
      : undefined,
  (proposal) => {
    const { after, before } = proposal;
    const lowered =
      before && after.maximum !== -1 && (before.maximum === -1 || after.maximum! < before.maximum);
    return lowered && someObject(proposal, (count) => count > after.maximum!)
      ? ['maximumCardinality', 'Objects have more values than that']
      : undefined;
  },
  (proposal) =>
    proposal.settings.tightenChecked &&
    proposal.after.minimum! > (proposal.before?.minimum ?? 0) &&
    someObject(proposal, (count) => count < proposal.after.minimum!)
      ? ['minimumCardinality', 'Objects have fewer values than that']
      : undefined,
  ({ site, settings, typeId, after, before }) => {
    const others = (id: number): number =>
      site.attributesOf(id).filter((other) => other.unique && other.id !== before?.id).length;
    return after.unique &&
      !before?.unique &&
      site.withInheritors(typeId).some((id) => others(id) >= settings.uniqueMax)
      ? ['uniqueAttribute', `An object type can have ${settings.uniqueMax} unique attributes`]
      : undefined;
  },
  ({ site, after, before }) =>
    after.unique && before && !before.unique && site.indexes.hasDuplicates(before.id)
      ? ['uniqueAttribute', 'Objects have the same value']
      : undefined,
  ({ after: { regex } }) =>
    regex && !isRegex(regex)
      ? ['regexValidation', 'The regular expression is not valid']
      : undefined,
  ({ after: { qlQuery } }) =>
    qlQuery && !isAql(qlQuery) ? ['qlQuery', 'The AQL query is not valid'] : undefined,
];

function isRegex(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
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
