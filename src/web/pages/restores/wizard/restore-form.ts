/** The form of the restore wizard: what was chosen in its steps. Each step shows its own part and carries the rest in hidden fields. */
import { siteId, type SiteId } from '../../../../core/kernel/ids.ts';
import type { RestoreInput } from '../../../../core/restores/restore-input.ts';
import type { RestoreWish } from '../../../../core/use-cases/restores/restore-wish.ts';
import type { Call } from '../../../handling/call.ts';

const PLACES = ['new', 'existing', 'target'] as const;
const SCHEMAS = ['new', 'existing'] as const;
const EXISTING = ['overwrite', 'keep', 'missing'] as const;
const TYPES_MAX = 10_000;
/** More than any field takes: what is too long is told, not cut. */
const TEXT_MAX = 1_000;

export interface RestoreForm {
  place: (typeof PLACES)[number];
  targetId: string;
  /** On a target instance. */
  targetPlace: (typeof SCHEMAS)[number];
  name: string;
  key: string;
  /** The pair that was proposed, and for which destination: what was not touched is proposed anew for another one. */
  proposedFor: string;
  proposedName: string;
  proposedKey: string;
  schemaId: string;
  /** What the schema of that id is called. */
  schemaTitle: string;
  types: 'all' | 'chosen';
  typeIds: string[];
  existing: (typeof EXISTING)[number];
  clearEmpty: boolean;
  keepOriginalKey: boolean;
  changeDefinitions: boolean;
}

/** What the fields say; where they say nothing, what changes least. */
export function readRestoreForm({ form }: Pick<Call, 'form'>): RestoreForm {
  const text = (name: string): string => (form[name] ?? '').slice(0, TEXT_MAX);
  const one = <T extends string>(name: string, known: readonly T[], otherwise: T): T =>
    known.find((each) => each === form[name]) ?? otherwise;
  const ticked = Object.keys(form).flatMap((name) => /^type(\d+)$/.exec(name)?.[1] ?? []);
  const carried = (form['typeIds'] ?? '').split(',').filter((id) => /^\d+$/.test(id));
  return {
    place: one('place', PLACES, 'new'),
    targetId: text('targetId'),
    targetPlace: one('targetPlace', SCHEMAS, 'new'),
    name: text('name'),
    key: text('key'),
    proposedFor: text('proposedFor'),
    proposedName: text('proposedName'),
    proposedKey: text('proposedKey'),
    schemaId: text('schemaId'),
    schemaTitle: text('schemaTitle'),
    types: one('types', ['all', 'chosen'] as const, 'all'),
    typeIds: [...new Set([...carried, ...ticked])].slice(0, TYPES_MAX),
    existing: one('existing', EXISTING, 'missing'),
    clearEmpty: form['clearEmpty'] === 'on',
    keepOriginalKey: form['keepOriginalKey'] === 'on',
    changeDefinitions: form['changeDefinitions'] === 'on',
  };
}

/** The form that led to a plan. */
export function formOfInput({
  siteId: destination,
  place,
  schema,
  typeIds,
  existing,
  clearEmpty,
  keepOriginalKey,
  changeDefinitions,
}: RestoreInput): RestoreForm {
  const target = place.targetName === undefined ? '' : destination;
  const isNew = schema.kind === 'new';
  return {
    place: target ? 'target' : schema.kind,
    targetId: target,
    targetPlace: schema.kind,
    name: isNew ? schema.name : '',
    key: isNew ? schema.key : '',
    proposedFor: isNew ? destinationName(target) : '',
    proposedName: '',
    proposedKey: '',
    schemaId: isNew ? '' : schema.id,
    schemaTitle: isNew ? '' : titleOf(schema),
    types: typeIds === null ? 'all' : 'chosen',
    typeIds: typeIds ?? [],
    existing,
    clearEmpty,
    keepOriginalKey,
    changeDefinitions,
  };
}

export function wishOf(form: RestoreForm): RestoreWish {
  const {
    types,
    typeIds,
    existing,
    clearEmpty,
    keepOriginalKey,
    changeDefinitions,
    name,
    key,
    schemaId,
  } = form;
  const target = targetOfForm(form);
  const fresh = isNew(form);
  return {
    ...(target ? { targetId: target } : {}),
    schema: fresh ? { name, key } : { id: schemaId },
    typeIds: types === 'all' ? null : typeIds,
    existing,
    clearEmpty: existing === 'overwrite' && clearEmpty,
    keepOriginalKey,
    changeDefinitions: !fresh && changeDefinitions,
  };
}

export const isNew = ({ place, targetPlace }: RestoreForm): boolean =>
  (place === 'target' ? targetPlace : place) === 'new';
/** Undefined: this site, or no target instance was chosen yet. */
export const targetOfForm = ({ place, targetId: target }: RestoreForm): SiteId | undefined =>
  place === 'target' && target !== '' ? siteId(target) : undefined;
export const titleOf = ({ name, key }: { name: string; key: string }): string => `${name} (${key})`;
/** How `proposedFor` calls a destination. */
export const destinationName = (target: string | undefined): string => target || 'this-site';

const OF_DESTINATION = [
  'place',
  'targetId',
  'targetPlace',
  'name',
  'key',
  'proposedFor',
  'proposedName',
  'proposedKey',
  'schemaId',
  'schemaTitle',
] as const;
const OF_OPTIONS = [
  'types',
  'typeIds',
  'existing',
  'clearEmpty',
  'keepOriginalKey',
  'changeDefinitions',
] as const;
/** Shown only for a schema that is there: otherwise they travel. */
const OF_EXISTING = ['existing', 'clearEmpty', 'changeDefinitions'] as const;
/** Hidden fields that keep what a step does not show. */
export function carried(
  form: RestoreForm,
  step: 'destination' | 'options',
): { name: string; value: string }[] {
  return fields(
    form,
    step === 'destination' ? OF_OPTIONS : [...OF_DESTINATION, ...(isNew(form) ? OF_EXISTING : [])],
  );
}

/** The same for the part of the destination step that depends on the place, by what it shows. */
export function carriedByPlace(
  form: RestoreForm,
  shown: (typeof OF_DESTINATION)[number][],
): { name: string; value: string }[] {
  return fields(
    form,
    OF_DESTINATION.filter((name) => name !== 'place' && !shown.includes(name)),
  );
}

function fields(
  form: RestoreForm,
  names: readonly (keyof RestoreForm)[],
): { name: string; value: string }[] {
  return names.flatMap((name) => {
    const value = form[name];
    if (typeof value === 'boolean') return value ? [{ name, value: 'on' }] : [];
    return [{ name, value: typeof value === 'string' ? value : value.join(',') }];
  });
}
