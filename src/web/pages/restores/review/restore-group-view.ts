import { NotFound } from '../../../../core/kernel/errors.ts';
import { cutPage, type Page } from '../../../../core/kernel/page.ts';
import {
  choicesFrom,
  withPlanChoices,
  type PlanChoice,
} from '../../../../core/restores/plan/plan-choices.ts';
import type { RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';
import type { Unresolved } from '../../../../core/restores/resolve/unresolved.ts';
import { chosenFor, type PlanState } from '../../../../core/use-cases/restores/plan-state.ts';
import type { FieldErrors } from '../../../forms/fields.ts';
import { count } from '../../../view/formats/numbers.ts';
import { thingsWithOwnRules } from '../../../view/words/things-word.ts';
import { placeName } from '../destination/place-name.ts';
import { carriedFields, type CarriedField } from './decisions/carried-fields.ts';
import { groupRuleView, type GroupRuleView, type Sent } from './decisions/decision-view.ts';
import { groupTitle, groupWhere } from './decisions/group-title.ts';
import { keptChoices } from './decisions/kept-choices.ts';
import { groupStates, thingsOf, type GroupState, type Member } from './decisions/plan-figures.ts';
import { readDecisions } from './decisions/sent-decisions.ts';
import { typedFieldOf } from './decisions/sent-rule.ts';
import { CAUSES, singleView, type SingleView } from './decisions/single-view.ts';

const PAGE_SIZE = 20;

/** Which of a group's things are shown. */
export interface GroupQuery {
  search: string;
  state: string;
  page: number;
}

/** The drawer of a group: its rule, and the single things in it. */
export interface RestoreGroupView {
  planId: string;
  id: string;
  title: string;
  about: string;
  rule: GroupRuleView;
  search: string;
  /** Empty: any. */
  state: string;
  states: { value: string; text: string; chosen: boolean }[];
  /** Heading of the column of things, and of where they would stand. */
  what: string;
  where: string;
  lines: SingleView[];
  carried: CarriedField[];
  /** Suggestions while typing, if there are too many for rules. */
  options: Unresolved['options'];
  optionsId: string;
  none: boolean;
  from: string;
  to: string;
  total: string;
  /** Undefined where there is none. */
  previous: number | undefined;
  next: number | undefined;
  page: number;
  /** How many are not listed, in a sentence. */
  more: string | undefined;
  sum: string;
  /** Of people: a file that says who stands for whom. */
  file: { typed: string; mistakes: readonly string[] } | undefined;
}

/** `people`: what is wrong with the file. */
type SentGroup = Sent & { people: readonly string[] };

const HEADINGS: Record<Unresolved['kind'], string> = {
  user: 'Person',
  group: 'Group',
  status: 'Status',
  project: 'Project',
  version: 'Version',
  icon: 'Icon',
  reference: 'Object',
  issue: 'Issue',
  attribute: 'Attribute',
};

/**
 * What was sent is shown instead of what is kept. @throws NotFound for a group that the plan does
 * not have
 */
export function restoreGroupView(
  state: PlanState,
  groupId: string,
  asked: GroupQuery,
  sent?: SentGroup,
): RestoreGroupView {
  const { plan, run } = state;
  const groups = plan ? groupStates(plan, draftOf(plan, chosenFor(state), sent)) : [];
  const found = groups.find(({ group }) => group.id === groupId);
  if (!plan || !found) throw new NotFound();
  const members = thingsOf(plan, groupId);
  const things = members.map(({ thing }) => thing);
  const { query, page } = shownPage(members, asked, sent?.errors);
  const kept = keptChoices(chosenFor(state));
  const where = placeName(plan.destination);
  const { group } = found;
  return {
    planId: run.id,
    id: groupId,
    title: groupTitle(group, things, { where, source: plan.source }),
    about: groupWhere(group),
    rule: groupRuleView(plan, found, sent),
    search: query.search,
    state: query.state,
    states: statesOf(things, query),
    what: HEADINGS[group.kind],
    where,
    lines: page.items.map((member) => singleView(member, kept, sent)),
    carried: sent ? carriedFields(notAmong(members, page.items), kept, sent.form) : [],
    options: things[0]?.options ?? [],
    optionsId: `options-${group.kind}`,
    none: page.items.length === 0,
    ...pagerOf(page),
    more: moreWords(group.things, members.length),
    sum: sumWords(found),
    file: group.kind === 'user' ? fileOf(sent) : undefined,
  };
}

const fileOf = (sent: SentGroup | undefined): RestoreGroupView['file'] => ({
  typed: sent?.form['people'] ?? '',
  mistakes: sent?.people ?? [],
});

/** What would be chosen if the drawer were applied now. */
function draftOf(
  plan: RestorePlan,
  kept: readonly PlanChoice[],
  sent: SentGroup | undefined,
): readonly PlanChoice[] {
  if (!sent) return kept;
  return withPlanChoices(choicesFrom(kept), readDecisions(sent.form, plan).choices);
}

/** What was asked for; or all things, from the first wrong one, where none of them is shown. */
function shownPage(
  members: readonly Member[],
  asked: GroupQuery,
  errors: FieldErrors = {},
): { query: GroupQuery; page: Page<Member> } {
  const wanted = members.filter(({ thing }) => isWanted(thing, asked));
  const page = cutPage(wanted, { page: asked.page, pageSize: PAGE_SIZE });
  const isWrong = ({ thing, at }: Member): boolean => errors[typedFieldOf(thing, at)] !== undefined;
  const firstWrong = members.findIndex(isWrong);
  if (firstWrong === -1 || page.items.some(isWrong)) return { query: asked, page };
  const query = { search: '', state: '', page: Math.floor(firstWrong / PAGE_SIZE) + 1 };
  return { query, page: cutPage(members, { page: query.page, pageSize: PAGE_SIZE }) };
}

function notAmong(members: readonly Member[], shown: readonly Member[]): Member[] {
  const places = new Set(shown.map(({ at }) => at));
  return members.filter(({ at }) => !places.has(at));
}

function isWanted(thing: Unresolved, { search, state }: GroupQuery): boolean {
  if (state !== '' && thing.state !== state) return false;
  const words = search.trim().toLowerCase();
  const { name, label = '', email = '', key = '', schema = '' } = thing;
  return [name, label, email, key, schema].some((text) => text.toLowerCase().includes(words));
}

function pagerOf({ items, total, page, pages }: Page<unknown>) {
  const from = (page - 1) * PAGE_SIZE;
  return {
    from: count(from + 1),
    to: count(from + items.length),
    total: count(total),
    page,
    previous: page > 1 ? page - 1 : undefined,
    next: page < pages ? page + 1 : undefined,
  };
}

/** Only where there are several. */
function statesOf(
  things: readonly Unresolved[],
  { state }: GroupQuery,
): RestoreGroupView['states'] {
  const byState = Map.groupBy(things, (thing) => thing.state);
  if (byState.size < 2) return [];
  return [...byState].flatMap(([value, those]) =>
    value
      ? {
          value,
          text: `${count(those.length)} ${CAUSES[value].toLowerCase()}`,
          chosen: value === state,
        }
      : [],
  );
}

function moreWords(counted: number, listed: number): string | undefined {
  if (counted <= listed) return undefined;
  return `Showing the first ${count(listed)} of ${count(counted)}. The others follow the group rule.`;
}

function sumWords({ group, own }: GroupState): string {
  if (own === 0)
    return group.things === 1
      ? 'It follows the group rule.'
      : `All ${count(group.things)} follow the group rule.`;
  const others = group.things - own;
  return `${thingsWithOwnRules(group.kind, own)}, ${count(others)} with the group's.`;
}
