import { InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import { choiceKey, type PlanChoice } from '../../../../core/restores/plan/plan-choices.ts';
import type { RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';
import type { PlanState } from '../../../../core/use-cases/restores/plan-state.ts';
import type { RestorePlans } from '../../../../core/use-cases/restores/restore-plans.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type EffectsReply } from '../../../handling/reply.ts';
import type { FieldErrors, Fields } from '../../../forms/fields.ts';
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

/**
 * *Apply* keeps what was chosen in the drawer and closes it. Until then it goes back and forth with
 * the form, while other things of the group are shown: Cancel leaves everything as it was.
 */
export async function restoreGroupSave({
  restorePlans,
  caller,
  params,
  form,
}: Call<'restorePlans', 'id' | 'group'>) {
  const state = await restorePlans.get(caller.tenant.id, runId(params.id));
  const { plan } = state;
  if (!plan) return CLOSED;
  const query = queryOf(form);
  if (form['done'] === undefined)
    return show('restore-group', restoreGroupView(state, params.group, query, { form, ...NONE }));
  const mistakes = await apply(restorePlans, { ...state, plan }, form);
  if (!mistakes) return CLOSED;
  const shown = { ...query, page: Number(form['shown']) || 1 };
  return show('restore-group', restoreGroupView(state, params.group, shown, { form, ...mistakes }));
}

/** What is wrong with what was sent; then nothing of it is kept. */
interface Mistakes {
  errors: FieldErrors;
  /** Of the file. */
  people: string[];
}

const NONE: Mistakes = { errors: {}, people: [] };

async function apply(
  restorePlans: Pick<RestorePlans, 'decide'>,
  state: PlanState & { plan: RestorePlan },
  form: Fields,
): Promise<Mistakes | undefined> {
  const { plan } = state;
  const { choices, errors } = readDecisions(form, plan);
  const file = readPeopleFile(form['people'] ?? '', plan);
  if (Object.keys(errors).length > 0 || file.mistakes.length > 0)
    return { errors, people: file.mistakes };
  try {
    await restorePlans.decide(state, joined(choices, file.choices));
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const { mistakes: people, others } = peopleMistakes(error.fields, file);
    return { errors: decisionErrors(others, plan), people };
  }
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
