import { NO_RULES, type RetentionRules } from '../../../core/backups/retention/retention-rules.ts';
import type { SavedRetention } from '../../../core/backups/retention/retention-store.ts';
import type { DefaultPlan } from '../../../core/use-cases/retention/default-retention.ts';
import { SCHEDULED_PREFIX } from '../../../core/use-cases/retention/retention-input.ts';
import type { FieldErrors, Fields } from '../../forms/fields.ts';
import { bytes, count, counted } from '../../view/formats/numbers.ts';

/** How long backups are kept, of one schema or of all without rules of their own. */
export interface RetentionEditView {
  /** What the form is sent to. */
  url: string;
  /** What it is about. */
  name: string;
  /** What applies without rules. */
  without: string;
  timeZone: string;
  sets: RuleSetView[];
  /** What the rules would do; undefined while something in the form is wrong. */
  preview: RetentionPreviewView | undefined;
  /** What is wrong then, the first of it. */
  mistake: string | undefined;
  formError: string | undefined;
}

/** A switch, and the rules that it is for. */
interface RuleSetView {
  /** What the names of its fields begin with. */
  prefix: string;
  label: string;
  help: string;
  isOn: boolean;
  rules: RuleView[];
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
  url: string;
  name: string;
  without: string;
  saved: (SavedRetention & { scheduled?: RetentionRules | undefined }) | undefined;
  /** Of one schema, whose schedule may have rules of its own. */
  isOfSchema: boolean;
  timeZone: string;
  binDays: number;
  typed?: Fields | undefined;
  errors?: FieldErrors | undefined;
  /** Of what was typed, or of what is saved; undefined while something is wrong. */
  plan?: DefaultPlan | undefined;
}

export function retentionEditView(shown: RetentionShown): RetentionEditView {
  const { url, name, without, saved, isOfSchema, binDays, errors = {}, plan } = shown;
  return {
    url,
    name,
    without,
    timeZone: saved?.timeZone ?? shown.timeZone,
    sets: [
      ruleSet(shown, saved?.rules, {
        prefix: '',
        label: isOfSchema ? 'Use rules for this schema' : 'Use rules for all schemas',
        help: '',
      }),
      ...(isOfSchema
        ? [
            ruleSet(shown, saved?.scheduled, {
              prefix: SCHEDULED_PREFIX,
              label: 'Use other rules for scheduled backups',
              help: 'Scheduled backups are then counted separately; the rules above apply to all others.',
            }),
          ]
        : []),
    ],
    preview: plan && retentionPreviewView(plan, binDays),
    mistake: Object.values(errors)[0],
    formError: errors['form'],
  };
}

function ruleSet(
  { typed, errors = {} }: RetentionShown,
  saved: RetentionRules | undefined,
  set: Pick<RuleSetView, 'prefix' | 'label' | 'help'>,
): RuleSetView {
  const rules = saved ?? NO_RULES;
  return {
    ...set,
    isOn: typed ? typed[`${set.prefix}own`] === 'on' : saved !== undefined,
    rules: RULES.map((rule) => {
      const name = `${set.prefix}${rule.name}`;
      const value = rules[rule.name] === 0 ? '' : String(rules[rule.name]);
      return { ...rule, name, value: typed?.[name] ?? value, error: errors[name] };
    }),
  };
}

/** As "Keeps 37 of 129 backups and frees up to 14 MB." */
function retentionPreviewView(plan: DefaultPlan, binDays: number): RetentionPreviewView {
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
  if (total === 0) return 'There are no backups that these rules apply to yet.';
  const all = total === 1 ? 'the only backup' : `all ${counted(total, 'backup')}`;
  return `Keeps ${all}. Nothing is removed now.`;
}
