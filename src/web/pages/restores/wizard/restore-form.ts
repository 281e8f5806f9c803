import { z } from 'zod';
import { runId, siteId, type RunId, type SiteId } from '../../../../core/kernel/ids.ts';
import type { RestoreInput } from '../../../../core/restores/restore-input.ts';
import type { RestoreWish } from '../../../../core/use-cases/restores/restore-wish.ts';
import { checkbox, oneOf, text, type Fields } from '../../../forms/fields.ts';

const MAX_TYPES = 10_000;
/** More than any field takes: what is too long is refused with a message, not cut in silence. */
const MAX_TEXT = 1_000;

/**
 * The form of the restore wizard: what was chosen in its steps. Each step shows its own part and
 * carries the rest in hidden fields.
 */
const RestoreFields = z.object({
  place: oneOf(['new', 'existing', 'target'], 'new'),
  targetId: text(MAX_TEXT),
  /** On a target instance. */
  targetPlace: oneOf(['new', 'existing'], 'new'),
  name: text(MAX_TEXT),
  key: text(MAX_TEXT),
  /**
   * The proposed name and key, and the destination they were for: if untouched, they are proposed
   * anew for another destination.
   */
  proposedFor: text(MAX_TEXT),
  proposedName: text(MAX_TEXT),
  proposedKey: text(MAX_TEXT),
  schemaId: text(MAX_TEXT),
  /** The name of the schema with that id. */
  schemaTitle: text(MAX_TEXT),
  types: oneOf(['all', 'chosen'], 'all'),
  typeIds: z
    .string()
    .default('')
    .transform((ids) => ids.split(',').filter((id) => /^\d+$/.test(id))),
  existing: oneOf(['overwrite', 'keep', 'missing'], 'missing'),
  clearEmpty: checkbox(),
  keepOriginalKey: checkbox(),
  changeDefinitions: checkbox(),
  roles: checkbox(),
  archived: checkbox(),
  comments: checkbox(),
  attachments: checkbox(),
  /** Whether issues are set to the restored objects, and those too that were changed. */
  setIssues: checkbox(),
  setChangedIssues: checkbox(),
  /** The plan that the wizard came back from, whose rules are kept. */
  rulesOf: text(MAX_TEXT),
});
export type RestoreForm = z.infer<typeof RestoreFields>;

/** What the fields say; the defaults change as little as possible. */
export function readRestoreForm(fields: Fields): RestoreForm {
  const form = RestoreFields.parse(fields);
  const ticked = Object.keys(fields).flatMap((name) => /^type(\d+)$/.exec(name)?.[1] ?? []);
  return { ...form, typeIds: [...new Set([...form.typeIds, ...ticked])].slice(0, MAX_TYPES) };
}

/** The form that led to a plan; the rules chosen for that plan are kept. */
export function formOfInput(input: RestoreInput, planId?: RunId): RestoreForm {
  const {
    schema,
    typeIds,
    existing,
    clearEmpty,
    keepOriginalKey,
    changeDefinitions,
    roles = false,
    archived = false,
    comments = false,
    attachments = false,
    issues,
  } = input;
  const target = input.place.targetName === undefined ? '' : input.siteId;
  return {
    ...(schema.kind === 'new' ? newSchemaFields(schema, target) : existingSchemaFields(schema)),
    place: target ? 'target' : schema.kind,
    targetId: target,
    targetPlace: schema.kind,
    proposedName: '',
    proposedKey: '',
    types: typeIds === null ? 'all' : 'chosen',
    typeIds: typeIds ?? [],
    existing,
    clearEmpty,
    keepOriginalKey,
    changeDefinitions,
    roles,
    archived,
    comments,
    attachments,
    setIssues: issues !== undefined,
    setChangedIssues: issues === 'all',
    rulesOf: planId ?? '',
  };
}

type Named = { name: string; key: string };
const newSchemaFields = ({ name, key }: Named, target: string) => ({
  name,
  key,
  proposedFor: destinationName(target),
  schemaId: '',
  schemaTitle: '',
});
const existingSchemaFields = (schema: Named & { id: string }) => ({
  name: '',
  key: '',
  proposedFor: '',
  schemaId: schema.id,
  schemaTitle: titleOf(schema),
});

/** What is wished for; choices that make no sense together are left out. */
export function wishOf(form: RestoreForm): RestoreWish {
  const { name, key, schemaId, types, typeIds, existing, keepOriginalKey } = form;
  const toNew = isNew(form);
  return {
    targetId: targetOfForm(form),
    schema: toNew ? { name, key } : { id: schemaId },
    typeIds: types === 'all' ? null : typeIds,
    existing,
    clearEmpty: existing === 'overwrite' && form.clearEmpty,
    keepOriginalKey,
    changeDefinitions: !toNew && form.changeDefinitions,
    roles: form.roles || undefined,
    archived: form.archived || undefined,
    comments: form.comments || undefined,
    attachments: form.attachments || undefined,
    issues: issuesOf(form),
    rulesOf: form.rulesOf === '' ? undefined : runId(form.rulesOf),
  };
}

function issuesOf({ setIssues, setChangedIssues }: RestoreForm): RestoreWish['issues'] {
  if (!setIssues) return undefined;
  return setChangedIssues ? 'all' : 'unchanged';
}

export const isNew = ({ place, targetPlace }: RestoreForm): boolean =>
  (place === 'target' ? targetPlace : place) === 'new';

/** Undefined: this site, or no target instance was chosen yet. */
export const targetOfForm = ({ place, targetId: target }: RestoreForm): SiteId | undefined =>
  place === 'target' && target !== '' ? siteId(target) : undefined;

export const titleOf = ({ name, key }: Named): string => `${name} (${key})`;

/** How `proposedFor` calls a destination. */
export const destinationName = (target: string | undefined): string => target || 'this-site';
