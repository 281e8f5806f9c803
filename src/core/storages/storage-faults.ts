import { Refused, Unavailable } from '../kernel/errors.ts';

/** How a storage compares with what is remembered of it. */
export type StorageFit = 'fits' | 'swapped' | 'restored' | 'taken';

/** What a storage that a tenant brought is made of. */
type Made = 'database' | 'bucket';
interface Named {
  label: string;
}

export const storageUnavailable = ({ label }: Named, made: Made, cause: unknown): Unavailable =>
  new Unavailable(
    'storage-unavailable',
    made === 'database'
      ? `The storage ${label} doesn't answer. Check that its database is running and lets this service in.`
      : `The storage ${label} doesn't answer. Check that its bucket can be reached and lets this service in.`,
    { cause, retryAfterMs: 0 },
  );

/** It answers, and asks for time. `retryAfterMs`: how much, where it says so. */
export const storageBusy = ({ label }: Named, retryAfterMs: number, cause: unknown): Unavailable =>
  new Unavailable(
    'storage-unavailable',
    `The storage ${label} asks for fewer requests. The service retries automatically.`,
    { cause, retryAfterMs },
  );

/** `why`: what is wrong, and how it is mended, in sentences. */
export const storageRefused = (
  { label }: Named,
  cause: unknown,
  why = "It doesn't let this service in. Check the user and its rights.",
): Refused =>
  new Refused(
    'storage-refused',
    `The storage ${label} can't be used. ${why} Then edit it, or choose Check again, under Settings › Storage.`,
    { cause },
  );

export const storageFull = ({ label }: Named, made: Made, cause: unknown): Refused =>
  new Refused(
    'storage-full',
    `The storage ${label} is full. Make room in its ${made}, or delete backups that are no longer needed.`,
    { cause },
  );

/** Codes of a storage that is read, and not written to until somebody accepts it as it is. */
const READ_ONLY: ReadonlySet<string> = new Set(['storage-restored', 'storage-taken']);

/** Whether backups can be read from a storage in spite of what is wrong with it. */
export const isReadable = (trouble: { code: string }): boolean => READ_ONLY.has(trouble.code);

const MISFITS: Record<
  Exclude<StorageFit, 'fits'>,
  { code: string; sentence: (label: string, made: Made) => string }
> = {
  swapped: {
    code: 'storage-swapped',
    sentence: (label, made) =>
      `The ${made} of the storage ${label} is another one, or was emptied: its backups aren't there. Nothing is written to it. Connect the right one under Settings › Storage.`,
  },
  restored: {
    code: 'storage-restored',
    sentence: (label, made) =>
      `The ${made} of the storage ${label} was restored from an older copy, so parts of backups may be missing. Nothing is written to it until you save it again under Settings › Storage.`,
  },
  taken: {
    code: 'storage-taken',
    sentence: (label) =>
      `Another installation of this app writes to the storage ${label} now. Nothing is written to it from here. Stop the other one, then choose Check again under Settings › Storage.`,
  },
};

export function storageMisfit(
  { label }: Named,
  made: Made,
  fit: Exclude<StorageFit, 'fits'>,
): Refused {
  const { code, sentence } = MISFITS[fit];
  return new Refused(code, sentence(label, made));
}
