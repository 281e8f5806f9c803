import { NO_RULES, type RetentionRules } from '../../../core/backups/retention/retention-rules.ts';
import type { RetentionView, SchemaPlan } from '../../../core/use-cases/retention/retention.ts';
import type { FieldErrors, Fields } from '../../forms/fields.ts';
import { bytes, count, counted } from '../../view/numbers.ts';

/** How long the backups of one schema are kept, as its dialog shows it. */
export interface RetentionEditView {
  id: string;
  name: string;
  timeZone: string;
  /** The schema has rules of its own. */
  isOwn: boolean;
  rules: RuleView[];
  /** What the rules would do; undefined while something in the form is wrong. */
  preview: RetentionPreviewView | undefined;
  /** What is wrong then, the first of it. */
  mistake: string | undefined;
  formError: string | undefined;
}

interface RuleView {
  name: string;
  label: string;
  value: string;
  error: string | undefined;
}

interface RetentionPreviewView {
  text: string;
  /** Where what is removed goes. */
  after: string;
}

const RULES: { name: keyof RetentionRules; label: string }[] = [
  { name: 'days', label: 'Everything, for … days' },
  { name: 'last', label: 'The latest … backups' },
  { name: 'hourly', label: 'Hourly, for … hours' },
  { name: 'daily', label: 'Daily, for … days' },
  { name: 'weekly', label: 'Weekly, for … weeks' },
  { name: 'monthly', label: 'Monthly, for … months' },
  { name: 'yearly', label: 'Yearly, for … years' },
  { name: 'atLeast', label: 'At least … backups' },
];

export interface RetentionShown {
  id: string;
  name: string;
  view: RetentionView;
  timeZone: string;
  typed?: Fields | undefined;
  errors?: FieldErrors | undefined;
  /** Of what was typed. */
  plan?: SchemaPlan | undefined;
}

export function retentionEditView(shown: RetentionShown): RetentionEditView {
  const { id, name, view, typed, errors = {} } = shown;
  const rules = view.saved?.rules ?? NO_RULES;
  const plan = shown.plan ?? (shown.errors ? undefined : view.plan);
  return {
    id,
    name,
    timeZone: view.saved?.timeZone ?? shown.timeZone,
    isOwn: typed ? typed['own'] === 'on' : view.saved !== undefined,
    rules: RULES.map((rule) => ({
      ...rule,
      value: typed?.[rule.name] ?? (rules[rule.name] === 0 ? '' : String(rules[rule.name])),
      error: errors[rule.name],
    })),
    preview: plan && retentionPreviewView(plan, view.binDays),
    mistake: Object.values(errors)[0],
    formError: errors['form'],
  };
}

/** As "Keeps 37 of 129 backups and frees up to 14 MB." */
function retentionPreviewView(plan: SchemaPlan, binDays: number): RetentionPreviewView {
  const { removed, total, freedBytes } = plan;
  if (removed.length === 0) return { text: keepsAll(total), after: '' };
  const left = count(total - removed.length);
  return {
    text: `Keeps ${left} of ${counted(total, 'backup')}, frees up to ${bytes(freedBytes)}.`,
    after:
      binDays > 0
        ? `What is removed stays in the bin for ${counted(binDays, 'day')}.`
        : 'What is removed is deleted at once.',
  };
}

function keepsAll(total: number): string {
  if (total === 0) return 'There are no backups yet.';
  const all = total === 1 ? 'the only backup' : `all ${counted(total, 'backup')}`;
  return `Keeps ${all}. Nothing is removed now.`;
}
