import { InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import { choiceKey, type PlanChoice } from '../../../../core/restores/plan/plan-choices.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type EffectsReply } from '../../../handling/reply.ts';
import type { Fields } from '../../../forms/fields.ts';
import { peopleMistakes, readPeopleFile } from './decisions/read-people-file.ts';
import { restoreGroupView, type GroupQuery } from './restore-group-view.ts';
import { decisionErrors, readDecisions } from './decisions/sent-decisions.ts';

const MAX_SEARCH = 200;

/** The drawer of one group of Review. */
export async function restoreGroup({
  restorePlans,
  caller,
  params,
  query,
}: Call<'restorePlans', 'id' | 'group'>) {
  const state = await restorePlans.get(caller.tenant.id, runId(params.id));
  return show('restore-group', restoreGroupView(state, params.group, queryOf(query)));
}

/** Keeps what was chosen in the drawer; then it shows other things of the group, or closes. */
export async function restoreGroupSave({
  restorePlans,
  caller,
  params,
  form,
}: Call<'restorePlans', 'id' | 'group'>) {
  const planId = runId(params.id);
  const state = await restorePlans.get(caller.tenant.id, planId);
  if (!state.plan) return CLOSED;
  const sent = readDecisions(form, state.plan);
  const file = readPeopleFile(form['people'] ?? '', state.plan);
  const errors = { ...sent.errors };
  const people = [...file.mistakes];
  try {
    const fromFile = people.length > 0 ? [] : file.choices;
    await restorePlans.decide(state, joined(sent.choices, fromFile));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    people.push(...peopleMistakes(error.fields, file));
    Object.assign(errors, decisionErrors(error.fields, state.plan));
  }
  if (Object.keys(errors).length > 0 || people.length > 0) {
    const shown = { ...queryOf(form), page: Number(form['shown']) || 1 };
    const refused = { form, errors, people };
    return show('restore-group', restoreGroupView(state, params.group, shown, refused));
  }
  if (form['done'] !== undefined) return CLOSED;
  const saved = await restorePlans.get(caller.tenant.id, planId);
  return show('restore-group', restoreGroupView(saved, params.group, queryOf(form)));
}

/** The file takes precedence over the drawer. */
function joined(typed: readonly PlanChoice[], fromFile: readonly PlanChoice[]): PlanChoice[] {
  const byKey = new Map(fromFile.map((each) => [choiceKey(each), each]));
  return [...typed.filter((each) => !byKey.has(choiceKey(each))), ...fromFile];
}

const CLOSED: EffectsReply = { events: ['close-dialog', 'restore-changed'] };

const queryOf = ({ search = '', state = '', page = '1' }: Fields): GroupQuery => ({
  search: search.slice(0, MAX_SEARCH),
  state,
  page: Number(page) || 1,
});
