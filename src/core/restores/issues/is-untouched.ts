import type { Issue } from '../../assets/model/issue.ts';
import type { OwnUpdate } from '../report/issue-line.ts';

/**
 * Whether nobody but earlier restores changed an issue since its backup: what its fields lack,
 * nobody took out. `own`: changes of the issue by restores. Pure.
 */
export function isUntouched(backup: Issue, now: Issue, own: readonly OwnUpdate[]): boolean {
  if (now.updated === '') return false;
  const isOwn = ({ since, updated }: OwnUpdate): boolean =>
    since === backup.updated && updated === now.updated;
  return now.updated === backup.updated || own.some(isOwn);
}
