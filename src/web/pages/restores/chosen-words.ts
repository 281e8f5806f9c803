import type { RestoreInput } from '../../../core/restores/restore-input.ts';

const EXISTING: Record<RestoreInput['existing'], string> = {
  overwrite: 'Overwrite: values that differ are replaced',
  keep: 'Keep: only empty values are filled',
  missing: "Only missing: existing objects aren't changed",
};
const CLEARED = ', and cleared where the backup has none';

const ISSUES = {
  none: 'Left as they are',
  unchanged: 'Set to the restored objects, except those changed after the backup',
  all: 'Set to the restored objects, those changed after the backup too',
};

/** A decision of the administrator's, with its name. */
export interface ChosenLine {
  name: string;
  text: string;
}

/** What was decided, a line each. */
export function chosenWords(input: RestoreInput): ChosenLine[] {
  const { schema, existing, clearEmpty, keepOriginalKey, changeDefinitions, roles, comments } =
    input;
  const types = { name: 'Object types', text: typesWords(input.typeIds) };
  const key = {
    name: 'Original key',
    text: keepOriginalKey ? 'Kept in an attribute' : 'Not kept',
  };
  const last = [
    key,
    { name: 'Roles', text: roles ? 'Given to people and groups' : 'Not restored' },
    ...(input.archived ? [{ name: 'Archived objects', text: 'Created and archived' }] : []),
    { name: 'Comments', text: comments ? 'Added' : 'Not restored' },
    { name: 'Attachments', text: input.attachments ? 'Added' : 'Not restored' },
    { name: 'Objects in issues', text: ISSUES[input.issues ?? 'none'] },
  ];
  if (schema.kind === 'new') return [types, ...last];
  const clears = existing === 'overwrite' && clearEmpty;
  return [
    types,
    { name: 'Existing objects', text: EXISTING[existing] + (clears ? CLEARED : '') },
    {
      name: 'Definitions that differ',
      text: changeDefinitions ? 'Changed' : 'Left as they are',
    },
    ...last,
  ];
}

function typesWords(typeIds: string[] | null): string {
  if (typeIds === null) return 'All';
  return typeIds.length === 1
    ? '1 selected, with its parents'
    : `${typeIds.length} selected, with their parents`;
}
