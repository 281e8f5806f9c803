import type { AssetsHandler } from '../../assets/assets-call.ts';

type Route = [method: string, path: string, handler: AssetsHandler];

/** How much of a value is told; that it is cut is documented, how much of it is a guess. */
const ABBREVIATED = 60;

const cut = (text: string): string =>
  text.length > ABBREVIATED ? `${text.slice(0, ABBREVIATED)}…` : text;

/** A history shows the beginning of values, unless asked for whole ones (assets-api: D.2). */
export function historyRoute([method, path, handler]: Route): Route {
  if (path !== '/object/:id/history') return [method, path, handler];
  return [
    method,
    path,
    (call) => {
      const answer = handler(call);
      if (call.query.get('abbreviate') === 'false') return answer;
      const entries = answer.json as { oldValue: string; newValue: string }[];
      const json = entries.map((entry) => ({
        ...entry,
        oldValue: cut(entry.oldValue),
        newValue: cut(entry.newValue),
      }));
      return { ...answer, json };
    },
  ];
}
