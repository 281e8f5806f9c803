import type { RunId } from '../kernel/ids.ts';
import type { BackupPart } from '../storages/records/backup-part.ts';

/**
 * How a part of a backup stands. A part that is read in the background is first `queued`, then
 * `running`; `unavailable`: the site doesn't give it, or the account may not have it.
 */
export type PartStatus =
  BackupPart['status'] | 'queued' | 'running' | 'unavailable' | 'failed' | 'stopped';

/** A part as its backup's document tells of it; `message` says why it stands so. */
export interface HeldPart extends Omit<BackupPart, 'status'> {
  status: PartStatus;
  /** Of a part that is read in the background: the last run that read it, or will. */
  run?: RunId | undefined;
  /** When it was sealed last, of a part that was sealed after its backup. */
  sealedAt?: Date | undefined;
  /** Of its records before compression, of a part that was sealed after its backup. */
  contentBytes?: number | undefined;
  /** What its last reading took: calls to the site, and from its beginning to its end. */
  cost?: { calls: number; ms: number } | undefined;
}

/** It is going to be read, or being read. */
export const isBeingRead = ({ status }: Pick<HeldPart, 'status'>): boolean =>
  status === 'queued' || status === 'running';

/** There are records of it in the storage. */
export const isSealed = ({ status, sealedAt }: Pick<HeldPart, 'status' | 'sealedAt'>): boolean =>
  status === 'complete' || status === 'incomplete' || sealedAt !== undefined;

/** It is not as it should be, and may be read once more. */
export const mayBeRetried = ({ status, run }: Pick<HeldPart, 'status' | 'run'>): boolean =>
  status === 'unavailable' ||
  status === 'failed' ||
  status === 'stopped' ||
  (status === 'incomplete' && run !== undefined);

/** The parts with this one changed; undefined where it isn't there or `change` says so. */
export function changePart(
  parts: readonly HeldPart[],
  name: string,
  change: (part: HeldPart) => HeldPart | undefined,
): HeldPart[] | undefined {
  const part = parts.find((each) => each.name === name);
  const changed = part && change(part);
  return changed && parts.map((each) => (each === part ? changed : each));
}
