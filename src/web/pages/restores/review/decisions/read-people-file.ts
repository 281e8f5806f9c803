import type { PlanChoice } from '../../../../../core/restores/plan/plan-choices.ts';
import type { RestorePlan } from '../../../../../core/restores/plan/restore-plan.ts';
import { choiceField } from '../../../../../core/use-cases/restores/confirm-choices.ts';
import type { FieldErrors } from '../../../../forms/fields.ts';
import { counted } from '../../../../view/formats/numbers.ts';
import { PEOPLE_COLUMNS } from './people-file.ts';
import { groupsOf, thingsOf } from './plan-figures.ts';
import { TYPED_KINDS } from './sent-rule.ts';

/** More mistakes than these are counted. */
const MAX_MISTAKES = 10;
const CELL = /(?:^|[,;\t])(?:"((?:[^"]|"")*)"|([^,;\t]*))/g;
const GROUP = 'user';

type Plan = Pick<RestorePlan, 'unresolved' | 'groups'>;

export interface PeopleFile {
  choices: PlanChoice[];
  /** The line of each old key, from 1. */
  lines: ReadonlyMap<string, number>;
  /** What is wrong, line by line; then nothing of the file is taken over. */
  mistakes: string[];
}

/** The cells of a line, whatever separator the spreadsheet used. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(CELL)].map(([, quoted, plain = '']) =>
    (quoted?.replaceAll('""', '"') ?? plain).trim(),
  );

/**
 * Mappings of people from a file: an old key and a new account in each line. Lines without a new
 * account leave people to the rule of their group.
 */
export function readPeopleFile(text: string, plan: Plan): PeopleFile {
  const listed = new Set(thingsOf(plan, GROUP).map(({ thing }) => thing.id));
  const counted = groupsOf(plan).find(({ id }) => id === GROUP)?.things ?? 0;
  const areAllListed = counted <= listed.size;
  const file = { choices: [] as PlanChoice[], lines: new Map<string, number>() };
  const mistakes: string[] = [];
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const [old = '', account = ''] = cellsOf(line);
    if (account === '' || old.toLowerCase() === PEOPLE_COLUMNS[0]) continue;
    const isKnown = listed.has(old) || (!areAllListed && old !== '');
    const mistake = mistakeIn(old, account, { isKnown, isDouble: file.lines.has(old) });
    if (mistake !== undefined) mistakes.push(lineWords(at + 1, mistake));
    else file.choices.push({ kind: 'user', id: old, rule: 'map', to: account });
    file.lines.set(old, at + 1);
  }
  return { ...file, mistakes: told(mistakes) };
}

function mistakeIn(
  old: string,
  account: string,
  { isKnown, isDouble }: { isKnown: boolean; isDouble: boolean },
): string | undefined {
  if (!isKnown) return `"${old}" isn't one of the people who are missing.`;
  if (isDouble) return `"${old}" has a line above already.`;
  const typed = TYPED_KINDS.user;
  return typed?.pattern.test(account) ? undefined : `"${account}": ${typed?.wrong}`;
}

/** What the destination refused: by the lines that name it, and what no line names. */
export function peopleMistakes(
  refused: FieldErrors,
  { lines }: PeopleFile,
): { mistakes: string[]; others: FieldErrors } {
  const others = new Map(Object.entries(refused));
  const found = [...lines].flatMap(([id, line]) => {
    const field = choiceField('user', id);
    const mistake = others.get(field);
    others.delete(field);
    return mistake === undefined ? [] : [lineWords(line, mistake)];
  });
  return { mistakes: told(found), others: Object.fromEntries(others) };
}

const lineWords = (line: number, mistake: string): string => `Line ${line}: ${mistake}`;

function told(mistakes: readonly string[]): string[] {
  const more = mistakes.length - MAX_MISTAKES;
  return more > 0
    ? [...mistakes.slice(0, MAX_MISTAKES), `${counted(more, 'more line')} can't be used.`]
    : [...mistakes];
}
