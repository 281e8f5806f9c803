import { runId } from '../../../../../core/kernel/ids.ts';
import { NotFound } from '../../../../../core/kernel/errors.ts';
import { choiceKey } from '../../../../../core/restores/plan/plan-choices.ts';
import { chosenFor, type PlanState } from '../../../../../core/use-cases/restores/plan-state.ts';
import type { Call } from '../../../../handling/call.ts';
import type { FileReply } from '../../../../handling/reply.ts';
import { CSV_START, csvRow } from '../../../../view/formats/csv-row.ts';
import { thingsOf } from './plan-figures.ts';

/** The first two columns are read when the file is uploaded. */
export const PEOPLE_COLUMNS = ['old key', 'new account', 'name', 'email', 'reason', 'values'];

/** Everybody who is missing on the destination, with whom they are mapped to by now. */
export async function peopleFile({
  restorePlans,
  caller: { tenant },
  params,
}: Call<'restorePlans', 'id'>): Promise<FileReply> {
  const state = await restorePlans.get(tenant.id, runId(params.id));
  const name = `people-${params.id.slice(-6)}.csv`;
  return { file: { name, type: 'text/csv; charset=utf-8', parts: peopleRows(state) } };
}

async function* peopleRows(state: PlanState): AsyncIterable<string> {
  const { plan } = state;
  if (!plan) throw new NotFound();
  const chosen = new Map(chosenFor(state).map((each) => [choiceKey(each), each]));
  yield CSV_START + csvRow(PEOPLE_COLUMNS);
  for (const { thing } of thingsOf(plan, 'user')) {
    const { id, name, label = name, email = '', why, uses } = thing;
    const choice = chosen.get(choiceKey({ kind: 'user', id, rule: 'unset' }));
    const account = choice && 'to' in choice ? choice.to : '';
    yield csvRow([id, account, label, email, why, String(uses)]);
  }
}
