import type { RestoreInput } from '../../../../core/restores/restore-input.ts';
import { isOpen } from '../../../../core/runs/run.ts';
import { chosenFor, type PlanState } from '../../../../core/use-cases/restores/plan-state.ts';
import type { FieldErrors, Fields } from '../../../forms/fields.ts';
import { progressView, type ProgressView } from '../../../view/components/progress-view.ts';
import type { Reader } from '../../../view/reader.ts';
import { restoreSteps, type RestoreStepView } from '../restore-steps.ts';
import { chosenWords, type ChosenLine } from '../chosen-words.ts';
import { destinationWords } from '../destination/destination-words.ts';
import { instanceUrl } from '../destination/instance-url.ts';
import { planView, type PlanView } from './plan-view.ts';

/** Review: the plan while it is made, and what it says. */
export interface RestorePlanView {
  id: string;
  catalogId: string | undefined;
  steps: RestoreStepView[];
  schema: RestoreInput['schema'];
  where: string;
  chosen: ChosenLine[];
  open: boolean;
  stopping: boolean;
  progress: ProgressView | undefined;
  stopped: boolean;
  /** Why it could not be made. */
  failed: string | undefined;
  /** Definitions that differ are changed. */
  changes: boolean;
  /** Why the restore was not started. */
  refused: string | undefined;
  plan: PlanView | undefined;
  /** Where restores that should come first go. */
  targetId: string | undefined;
  /** The form of the instance that it goes to. */
  instanceUrl: string | undefined;
}

/** What was sent and refused; without a message where nothing was to be started. */
export interface RefusedRun {
  form: Fields;
  errors: FieldErrors;
  message: string | undefined;
}

export function restorePlanView(
  state: PlanState,
  reader: Reader,
  refused?: RefusedRun,
): RestorePlanView {
  const { run, input, plan } = state;
  const open = isOpen(run);
  const failed = run.state === 'failed';
  return {
    id: run.id,
    catalogId: run.catalogId,
    steps: restoreSteps(3, (step) => ({
      get: `/app/restores/${run.id}/edit?step=${step === 1 ? 'destination' : 'options'}`,
    })),
    schema: input.schema,
    where: destinationWords(input.place),
    chosen: chosenWords(input),
    open,
    stopping: run.cancelRequested,
    progress: open ? progressView(run, reader.nowMs) : undefined,
    stopped: run.state === 'stopped',
    failed: failed ? (run.message ?? "The plan couldn't be made.") : undefined,
    changes: input.schema.kind === 'existing' && input.changeDefinitions,
    refused: refused?.message,
    plan: plan && planView(plan, chosenFor(state), reader, refused),
    targetId: input.place.targetName === undefined ? undefined : input.siteId,
    instanceUrl: instanceUrl(input),
  };
}
