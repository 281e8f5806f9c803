const STEPS = ['Destination', 'Options', 'Review', 'Restore'];

/** One step of the wizard's stepper (`partials/restores/restore-steps.hbs`). */
export interface RestoreStepView {
  number: number;
  title: string;
  current: boolean;
  done: boolean;
  /** The address that a step that is done opens: on its own, or with the form sent along. */
  get?: string | undefined;
  post?: string | undefined;
}

type WayBack = Pick<RestoreStepView, 'get' | 'post'>;

/** The stepper at one step, from 1. */
export const restoreSteps = (
  current: number,
  wayBackTo: (step: number) => WayBack = () => ({}),
): RestoreStepView[] =>
  STEPS.map((title, at) => {
    const number = at + 1;
    const isDone = number < current;
    const step = { number, title, current: number === current, done: isDone };
    return isDone ? { ...step, ...wayBackTo(number) } : step;
  });
