import { STRUCTURE_OF_EMPTY } from '../../core/backups/parts/choosable-parts.ts';

/** Where the cause of a failed backup can be fixed; the error itself says how. */
export interface Remedy {
  text: string;
  url: string;
}

type Section = 'token' | 'account' | 'storage' | 'keys' | 'data-centers';

const settings = (text: string, section: Section): Remedy => ({
  text,
  url: `/app/settings?section=${section}`,
});
const TOKEN = settings('Replace token', 'token');
const ACCOUNT = settings('Edit account', 'account');
const STORAGE = settings('Check storage', 'storage');

/** By the code of the error. */
const REMEDIES: ReadonlyMap<string, Remedy> = new Map([
  ['token-refused', TOKEN],
  ['scope-missing', TOKEN],
  ['own-access-refused', ACCOUNT],
  ['own-access-ended', ACCOUNT],
  ['captcha-required', ACCOUNT],
  ['no-permission', ACCOUNT],
  ['nothing-listed', ACCOUNT],
  ['workspace-gone', ACCOUNT],
  ['quota-full', STORAGE],
  ['storage-full', STORAGE],
  ['storage-refused', STORAGE],
  ['storage-restored', STORAGE],
  ['storage-swapped', STORAGE],
  ['storage-taken', STORAGE],
  ['storage-unavailable', STORAGE],
  ['unknown-storage', STORAGE],
  ['key-locked', settings('Unlock', 'keys')],
]);
const EMPTY = 'schema-empty';
/** Failures that come again whenever the same schema is backed up. */
const LASTING: ReadonlySet<string> = new Set([EMPTY]);

/** `siteName`: of the schema that failed; the account of a site with a name is in its own form. */
export function remedyFor(
  code: string | undefined,
  { siteName }: { siteName?: string | undefined } = {},
): Remedy | undefined {
  const remedy = code === undefined ? undefined : REMEDIES.get(code);
  const isOfAccount = remedy === TOKEN || remedy === ACCOUNT;
  return isOfAccount && siteName !== undefined
    ? settings(`Edit ${siteName}`, 'data-centers')
    : remedy;
}

/** Whether a schema failed for want of objects: its structure can be backed up anyway. */
export const hasStructureOnly = (code: string | undefined): boolean => code === EMPTY;

/** Fields of a form that asks for the structure of an empty schema; each is "on". */
export const STRUCTURE_FIELDS: readonly string[] = [
  'partsAsked',
  `part-${STRUCTURE_OF_EMPTY.name}`,
];

/** Whether the same may succeed later, on its own or after somebody put something right. */
export const canHelpToRetry = (code: string | undefined): boolean =>
  code === undefined || !LASTING.has(code);
