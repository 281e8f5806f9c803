import type { RunId, TenantId } from '../../kernel/ids.ts';
import {
  withPlanChoices,
  type PlanChoice,
  type PlanChoices,
} from '../../restores/plan/plan-choices.ts';
import { restorePlanKind, type RestorePlanRun } from '../../restores/plan/restore-plan-kind.ts';
import type { RestorePlan } from '../../restores/plan/restore-plan.ts';
import type { RestoreInput } from '../../restores/restore-input.ts';
import { resultOf } from '../../runs/run-fields.ts';
import type { RunStore } from '../../runs/run-store.ts';

/** A plan as far as it is: without `plan` it is still being made, or could not be. */
export interface PlanState {
  run: RestorePlanRun;
  input: RestoreInput;
  plan: RestorePlan | undefined;
  /** The rules that are chosen by now; absent: those that the plan was made with. */
  choices?: PlanChoice[] | undefined;
}

/** What is chosen by now. */
export const chosenFor = ({ input, choices }: Pick<PlanState, 'input' | 'choices'>): PlanChoice[] =>
  choices ?? [...input.choices];

/** @throws NotFound */
export async function readPlanState(
  { runs, planChoices }: { runs: Pick<RunStore, 'getOf'>; planChoices: Pick<PlanChoices, 'of'> },
  tenantId: TenantId,
  planId: RunId,
): Promise<PlanState> {
  const [run, later] = await Promise.all([
    runs.getOf(restorePlanKind, tenantId, planId),
    planChoices.of(tenantId, planId),
  ]);
  const { input } = run;
  const choices = withPlanChoices(input.choices, later);
  const plan = run.state === 'complete' ? withOptions(resultOf(run)) : undefined;
  return { run, input, plan, choices };
}

/** Each unresolved thing with what it can be mapped to, which is stored once by kind. */
function withOptions(plan: RestorePlan): RestorePlan {
  const unresolved = plan.unresolved.map((each) => ({
    ...each,
    options: plan.options?.[each.kind] ?? [],
  }));
  return { ...plan, unresolved };
}
