import type { RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';
import { choiceKey } from '../../../../core/restores/plan/plan-choices.ts';
import { NotFound } from '../../../../core/kernel/errors.ts';
import { cutPage, type Page } from '../../../../core/kernel/page.ts';
import type { MissingCause } from '../../../../core/restores/report/missing-cause.ts';
import type { Unresolved } from '../../../../core/restores/resolve/unresolved.ts';
import { chosenFor, type PlanState } from '../../../../core/use-cases/restores/plan-state.ts';
import { count } from '../../../view/formats/numbers.ts';
import { choiceLineView, type ChoiceLineView } from './decisions/choice-line-view.ts';
import { groupRuleView, type GroupRuleView, type Refused } from './decisions/decision-view.ts';
import { groupTitle, groupWhere } from './decisions/group-title.ts';
import { thingsWord } from '../../../view/words/things-word.ts';
import { groupStates, thingsOf, type GroupState } from './decisions/plan-figures.ts';
import { placeName } from '../destination/place-name.ts';
import { asChoice, GROUP_RULE } from './decisions/sent-decisions.ts';
import { fieldOf } from './decisions/sent-rule.ts';

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
  states: { value: string; text: string; chosen: boolean }[];
  /** Heading of the column of things, and of where they would stand. */
  what: string;
  where: string;
  lines: SingleView[];
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

/** What was sent from a drawer and can't be accepted. */
type RefusedGroup = Refused & { people: readonly string[] };

interface SingleView extends Pick<
  ChoiceLineView,
  'field' | 'rules' | 'typable' | 'typed' | 'error'
> {
  name: string;
  detail: string | undefined;
  why: string;
  reason: string;
  uses: string;
}

const STATES: Record<MissingCause, string> = {
  unknown: 'Unknown',
  'email-hidden': 'Email hidden',
  deactivated: 'Deactivated',
  deleted: 'Deleted',
  several: 'Ambiguous',
  unlisted: 'Not listed',
};
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

/** @throws NotFound for a group that the plan does not have */
export function restoreGroupView(
  state: PlanState,
  groupId: string,
  query: GroupQuery,
  refused?: RefusedGroup,
): RestoreGroupView {
  const { plan, run } = state;
  const found =
    plan && groupStates(plan, chosenFor(state)).find(({ group }) => group.id === groupId);
  if (!plan || !found) throw new NotFound();
  const members = thingsOf(plan, groupId);
  const wanted = members.filter(({ thing }) => isWanted(thing, query));
  const page = cutPage(wanted, { page: query.page, pageSize: PAGE_SIZE });
  const where = placeName(plan.destination);
  const { group } = found;
  const [first] = members;
  return {
    planId: run.id,
    id: groupId,
    title: groupTitle(
      group,
      members.map(({ thing }) => thing),
      { where, source: plan.source },
    ),
    about: groupWhere(group),
    rule: groupRuleView(plan, found, refused),
    search: query.search,
    states: statesOf(
      members.map(({ thing }) => thing),
      query,
    ),
    what: HEADINGS[group.kind],
    where,
    lines: page.items.map(({ thing, at }) => singleView({ thing, at }, state, refused)),
    options: first?.thing.options ?? [],
    optionsId: `options-${group.kind}`,
    none: page.items.length === 0,
    ...pagerOf(page),
    more: moreWords(group.things, members.length),
    sum: sumWords(found),
    file:
      group.kind === 'user'
        ? { typed: refused?.form['people'] ?? '', mistakes: refused?.people ?? [] }
        : undefined,
  };
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
          text: `${count(those.length)} ${STATES[value].toLowerCase()}`,
          chosen: value === state,
        }
      : [],
  );
}

function singleView(
  { thing, at }: { thing: RestorePlan['unresolved'][number]; at: number },
  state: PlanState,
  refused: Refused | undefined,
): SingleView {
  const key = choiceKey({ kind: thing.kind, id: thing.id, rule: 'unset' });
  const stored = asChoice(chosenFor(state).find((each) => choiceKey(each) === key));
  const sent = refused?.form[fieldOf(thing, at)];
  const line = choiceLineView(thing, at, stored, sent === undefined ? undefined : refused);
  const followsGroup = sent === undefined ? stored === undefined : sent === GROUP_RULE;
  const { field, rules, typable, typed, error } = line;
  const { label, schema, key: objectKey } = thing;
  const isObject = thing.kind === 'reference' && label !== undefined;
  return {
    field,
    typable,
    typed,
    error,
    name: label ?? thing.name,
    detail: isObject ? [objectKey, schema].filter(Boolean).join(' · ') : detailOf(thing),
    why: thing.why,
    reason: reasonOf(thing),
    uses: count(thing.uses),
    rules: [
      { value: GROUP_RULE, text: 'Group rule', chosen: followsGroup },
      ...rules.map((each) => ({ ...each, chosen: each.chosen && !followsGroup })),
    ],
  };
}

/** The reason why an issue may be a different one matters for choosing its rule. */
const detailOf = ({ kind, why, email }: Unresolved): string | undefined =>
  kind === 'issue' ? why : email;

/** An issue that is missing is none that a rule is chosen for. */
function reasonOf({ kind, state }: Unresolved): string {
  if (kind === 'issue') return 'Different';
  return state ? STATES[state] : 'Missing';
}

function moreWords(counted: number, listed: number): string | undefined {
  if (counted <= listed) return undefined;
  return `Showing the first ${count(listed)} of ${count(counted)}. The others follow the group rule.`;
}

function sumWords({ group, own }: GroupState): string {
  if (own === 0) return `All ${count(group.things)} follow the group rule.`;
  const others = group.things - own;
  return `${count(own)} ${thingsWord(group.kind, own)} with a rule of their own, ${count(others)} with the group's.`;
}
