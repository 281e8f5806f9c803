import { HttpError } from '../http/http-error.ts';
import { applyChange } from './change.ts';
import type { Endless, OffsetEnd, PageCap, Reshaping } from './fault.ts';

/** Where in the query the size of a page stands: Assets and Jira, service management. */
const SIZES = ['maxResults', 'limit'];
const STARTS = ['startAt', 'start'];
const USUAL_SIZE = 25;

/** What a list answers, as far as faults know it. */
interface Page {
  values?: unknown[];
  total?: number;
  maxResults?: number;
  isLast?: boolean | string;
  last?: boolean;
  hasMoreResults?: boolean;
}

const numberOf = (query: URLSearchParams, names: string[], fallback: number): number =>
  Number(names.map((name) => query.get(name)).find((found) => found !== null) ?? fallback);

function setNumber(query: URLSearchParams, names: string[], value: number): void {
  query.set(names.find((name) => query.has(name)) ?? names[0] ?? '', String(value));
}

/**
 * The query as faults let it reach the site.
 * @throws HttpError 400 beyond the end of a window
 */
export function reshapeQuery(query: URLSearchParams, faults: Reshaping[]): URLSearchParams {
  const reshaped = new URLSearchParams(query);
  for (const fault of faults) {
    if (fault.kind === 'page-cap') capPage(reshaped, fault);
    else if (fault.kind === 'offset-end') endAtOffset(reshaped, fault);
    else if (fault.kind === 'endless') setNumber(reshaped, STARTS, 0);
  }
  return reshaped;
}

function capPage(query: URLSearchParams, { max }: PageCap): void {
  setNumber(query, SIZES, Math.min(max, numberOf(query, SIZES, USUAL_SIZE)));
}

function endAtOffset(query: URLSearchParams, { from, as }: OffsetEnd): void {
  const [start, size] = [numberOf(query, STARTS, 0), numberOf(query, SIZES, USUAL_SIZE)];
  if (start + size <= from) return;
  if (as === 'refused')
    throw new HttpError(400, [`Result window is too large: from + size must be at most ${from}.`]);
  setNumber(query, SIZES, Math.max(0, from - start));
}

/** The answer as faults let it arrive. `json` is changed in place. */
export function reshapeAnswer(json: unknown, asked: URLSearchParams, faults: Reshaping[]): void {
  for (const fault of faults) {
    if (fault.kind === 'change') for (const each of fault.changes) applyChange(json, each);
    else if (fault.kind === 'offset-end') sayEnd(json as Page, asked, fault);
    else if (fault.kind === 'endless') neverEnd(json, asked, fault);
  }
}

/** At the end of the window the site says that it is the end of all. */
function sayEnd(page: Page, asked: URLSearchParams, { from }: OffsetEnd): void {
  if (page.total !== undefined) page.total = Math.min(page.total, from);
  if (numberOf(asked, STARTS, 0) + numberOf(asked, SIZES, USUAL_SIZE) >= from) setLast(page, true);
}

function setLast(page: Page, isLast: boolean): void {
  if (page.isLast !== undefined) page.isLast = isLast;
  if (page.last !== undefined) page.last = isLast;
  if (page.hasMoreResults !== undefined) page.hasMoreResults = !isLast;
}

function neverEnd(json: unknown, asked: URLSearchParams, fault: Endless): void {
  const page = Array.isArray(json) ? { values: json as unknown[] } : (json as Page);
  delete page.total;
  setLast(page, false);
  if (fault.with === 'new-names') page.values?.forEach((value) => rename(value, asked));
}

/** Under ids and names that no other page has. */
function rename(value: unknown, asked: URLSearchParams): void {
  if (value === null || typeof value !== 'object') return;
  const start = numberOf(asked, STARTS, 0);
  const members = value as Record<string, unknown>;
  for (const name of ['id', 'groupId', 'accountId', 'key', 'objectKey'])
    if (typeof members[name] === 'string') members[name] = `${members[name]}${start}`;
  if (typeof members['name'] === 'string') members['name'] = `${members['name']} ${start}`;
}
