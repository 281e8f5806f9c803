import { restoreKind } from '../../../core/restores/restore-kind.ts';
import type { Run } from '../../../core/runs/run.ts';

/** The dialog that asks whether to stop the run; a restore has one of its own. */
export const stopUrl = ({ id, kind }: Run): string =>
  kind === restoreKind.name ? `/app/restores/${id}/stop` : `/app/runs/${id}/stop`;
