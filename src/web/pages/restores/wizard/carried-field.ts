import { isNew, type RestoreForm } from './restore-form.ts';

/** A hidden field that keeps what a step does not show. */
export interface CarriedField {
  name: string;
  value: string;
}
type Name = keyof RestoreForm;

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
  'rulesOf',
] as const satisfies Name[];
const OF_OPTIONS = [
  'types',
  'typeIds',
  'existing',
  'clearEmpty',
  'keepOriginalKey',
  'changeDefinitions',
  'roles',
  'archived',
  'comments',
  'attachments',
  'setIssues',
  'setChangedIssues',
] as const satisfies Name[];
/** Shown only for a schema that is there: otherwise they travel. */
const OF_EXISTING = ['existing', 'clearEmpty', 'changeDefinitions'] as const satisfies Name[];

/** What the step of the destination does not show. */
export const carriedByDestination = (form: RestoreForm): CarriedField[] =>
  fieldsOf(form, [...OF_OPTIONS, 'rulesOf']);

/** What the step of the options does not show. */
export const carriedByOptions = (form: RestoreForm): CarriedField[] =>
  fieldsOf(form, [...OF_DESTINATION, ...(isNew(form) ? OF_EXISTING : [])]);

/**
 * What the part of the destination step that depends on the place does not show, by what it shows.
 */
export const carriedByPlace = (
  form: RestoreForm,
  shown: readonly (typeof OF_DESTINATION)[number][],
): CarriedField[] =>
  fieldsOf(
    form,
    OF_DESTINATION.filter(
      (name) => name !== 'place' && name !== 'rulesOf' && !shown.includes(name),
    ),
  );

function fieldsOf(form: RestoreForm, names: readonly Name[]): CarriedField[] {
  return names.flatMap((name) => {
    const value = form[name];
    if (typeof value === 'boolean') return value ? [{ name, value: 'on' }] : [];
    return [{ name, value: typeof value === 'string' ? value : value.join(',') }];
  });
}
