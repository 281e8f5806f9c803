import type { Backup } from '../backup.ts';
import type { PartsChange } from '../backup-store.ts';
import { changePart, type HeldPart } from '../held-part.ts';
import type { PartRun } from './part-kind.ts';

/**
 * How a backup changes when the run that read its part has ended; undefined if another run is
 * reading the part by now, or if the change was made already.
 */
export function endPart(backup: Backup, run: PartRun): PartsChange | undefined {
  const before = backup.parts.find(({ name }) => name === run.input.part);
  if (!before || before.run !== run.id || !isOpenPart(before)) return undefined;
  const ended = endedPart(before, run);
  const parts = changePart(backup.parts, before.name, () => ended);
  const grown = (ended.contentBytes ?? 0) - (before.contentBytes ?? 0);
  return (
    parts && {
      parts,
      contentBytes: backup.contentBytes + grown,
      storedBytes: backup.storedBytes + (resultOf(run)?.storedBytes ?? 0),
    }
  );
}

const isOpenPart = ({ status }: HeldPart): boolean => status === 'queued' || status === 'running';

const resultOf = ({ state, result }: PartRun) => (state === 'complete' ? result : undefined);

/** Undefined if an earlier version read it, which counted no calls. */
function costOf(run: PartRun): HeldPart['cost'] {
  const calls = resultOf(run)?.calls;
  const { startedAt, endedAt } = run;
  if (calls === undefined || !startedAt || !endedAt) return undefined;
  return { calls, ms: endedAt.getTime() - startedAt.getTime() };
}

/** If nothing new was sealed, what was sealed before is still there. */
function endedPart(before: HeldPart, run: PartRun): HeldPart {
  const { message: _message, ...held } = before;
  const result = resultOf(run);
  if (!result)
    return {
      ...held,
      status: run.state === 'stopped' ? 'stopped' : 'failed',
      message: run.message ?? "It couldn't be read.",
    };
  const { status, message, counts, contentBytes } = result;
  const said = message === undefined ? {} : { message };
  if (status === 'unavailable') return { ...held, status, ...said };
  const sealed = { counts, contentBytes, sealedAt: run.endedAt, cost: costOf(run) };
  return { ...held, status, ...said, ...sealed };
}
