/** Where what made a backup fail is put right; what happened says how. */
export interface Remedy {
  text: string;
  url: string;
}

const settings = (text: string, section: 'token' | 'account' | 'storage' | 'keys'): Remedy => ({
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
/** Failures that come again whenever the same schema is backed up. */
const LASTING: ReadonlySet<string> = new Set(['schema-empty']);

export const remedyFor = (code: string | undefined): Remedy | undefined =>
  code === undefined ? undefined : REMEDIES.get(code);

/** Whether the same may succeed later, by itself or after somebody put something right. */
export const canHelpToRetry = (code: string | undefined): boolean =>
  code === undefined || !LASTING.has(code);
