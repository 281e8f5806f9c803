import type { SimUser } from '../site/records/model.ts';
import type { Site } from '../site/site.ts';
import type { Operand } from './parse.ts';
import type { Searcher } from './searcher.ts';
import { AqlError } from './tokenize.ts';

type Call = Extract<Operand, { call: string }>;
type TextFunction = (searcher: Searcher, args: string[]) => string[];

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const STEP = /([+-]?\d+)\s*([a-z])/gi;

/** Functions that stand for texts: for a moment, or for people by their account ids. */
const FUNCTIONS: Record<string, TextFunction> = {
  now: ({ site }, args) => [momentOf(new Date(site.now()), args)],
  startofday: ({ site }, args) => [momentOf(startOfDay(site), args)],
  endofday: ({ site }, args) => [momentOf(startOfDay(site), [...args, '24h'])],
  currentuser: ({ caller }) => (caller === undefined ? [] : [caller]),
  user: ({ site }, args) => args.flatMap((arg) => accountIds(site, (user) => isCalled(user, arg))),
  group: ({ site }, args) =>
    args.flatMap((arg) => accountIds(site, ({ groups = [] }) => groups.includes(arg))),
  // Objects are looked at outside of an issue: there is no such project.
  currentproject: () => [],
};

export const isTextFunction = (name: string): boolean =>
  Object.hasOwn(FUNCTIONS, name.toLowerCase());

/** @throws AqlError for a function that is not known here */
export function textsOfCall(searcher: Searcher, { call, args }: Call): string[] {
  const work = FUNCTIONS[call.toLowerCase()];
  if (!work) throw new AqlError(`The function ${call} is not known here.`);
  return work(searcher, args);
}

function startOfDay(site: Site): Date {
  const day = new Date(site.now());
  day.setUTCHours(0, 0, 0, 0);
  return day;
}

/** The moment, so much later or earlier: `-2h`, `1d 6h`. */
function momentOf(moment: Date, steps: string[]): string {
  const away = [...steps.join(' ').matchAll(STEP)].map(([, count, unit = '']) => {
    const ms = UNITS[unit.toLowerCase()];
    if (ms === undefined) throw new AqlError(`A span of time has the unit "${unit}".`);
    return Number(count) * ms;
  });
  return new Date(away.reduce((sum, ms) => sum + ms, moment.getTime())).toISOString();
}

const isCalled = (user: SimUser, name: string): boolean =>
  [user.accountId, user.displayName, user.email].some(
    (each) => each.toLowerCase() === name.toLowerCase(),
  );

const accountIds = (site: Site, isOne: (user: SimUser) => boolean): string[] =>
  [...site.users.values(), ...site.callers.values()]
    .filter(isOne)
    .map(({ accountId }) => accountId);
