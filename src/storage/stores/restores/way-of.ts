import type { RestoreRoute } from '../../../core/restores/report/restore-line.ts';

/** From which site to which, as id maps know it. */
export const wayOf = ({
  sourceWorkspace,
  targetWorkspace,
}: Pick<RestoreRoute, 'sourceWorkspace' | 'targetWorkspace'>): string =>
  `${sourceWorkspace}>${targetWorkspace}`;
