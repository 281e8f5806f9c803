import { sayValue } from '../../../view/formats/dates.ts';
import type { RunId } from '../../../../core/kernel/ids.ts';
import type { RestoreLine } from '../../../../core/restores/report/restore-line.ts';
import type { Call } from '../../../handling/call.ts';
import type { RestoreCounts } from '../../../../core/restores/report/restore-line.ts';

const MAX_LISTED = 100;
/** Values that were left out can be anywhere in a report: a page looks no further than this. */
const MAX_READ = 10_000;

/**
 * The first lines of the report that an administrator has to look at, and whether there are more.
 */
export interface RestoreListsView {
  failures: RestoreLine[];
  failuresMore: boolean;
  skips: RestoreLine[];
  skipsMore: boolean;
  leftOut: RestoreLine[];
  leftOutMore: boolean;
}

export const NO_LISTS: RestoreListsView = {
  failures: [],
  failuresMore: false,
  skips: [],
  skipsMore: false,
  leftOut: [],
  leftOutMore: false,
};

export async function restoreLists(
  { restores, caller, reader }: Call<'restores'>,
  id: RunId,
  counts: RestoreCounts,
): Promise<RestoreListsView> {
  const linesOf = (outcome: RestoreLine['outcome'] | 'incomplete') =>
    restores.report(caller.tenant.id, id, outcome);
  const [failures, skips, leftOut] = await Promise.all([
    counts.failed > 0 ? firstLines(await linesOf('failed')) : [],
    counts.skipped > 0 ? firstLines(await linesOf('skipped')) : [],
    counts.valuesLeftOut > 0 ? firstLines(await linesOf('incomplete'), hasValuesLeftOut) : [],
  ]);
  const valuesListed = leftOut.reduce((sum, line) => sum + (line.leftOut?.length ?? 0), 0);
  return {
    failures,
    failuresMore: failures.length < counts.failed,
    skips,
    skipsMore: skips.length < counts.skipped,
    leftOut: leftOut.map((line) => ({
      ...line,
      leftOut: line.leftOut?.map((each) => ({ ...each, value: sayValue(each.value, reader) })),
    })),
    leftOutMore: leftOut.length < counts.valuesLeftOut && valuesListed < counts.valuesLeftOut,
  };
}

const hasValuesLeftOut = ({ leftOut }: RestoreLine): boolean => (leftOut?.length ?? 0) > 0;

async function firstLines(
  lines: AsyncIterable<RestoreLine>,
  isWanted: (line: RestoreLine) => boolean = () => true,
): Promise<RestoreLine[]> {
  const found: RestoreLine[] = [];
  let read = 0;
  for await (const line of lines) {
    if (isWanted(line)) found.push(line);
    read += 1;
    if (found.length === MAX_LISTED || read === MAX_READ) break;
  }
  return found;
}
