import type { Http, HttpAnswer } from '../../../src/atlassian/http/http.ts';

export const answer = (
  status: number,
  body = '{}',
  headers: Record<string, string> = {},
): HttpAnswer => ({
  status,
  headers,
  body: Buffer.from(body),
});
export const call = { method: 'GET' as const, url: 'http://x', endpoint: 'GET x' };

/** Answers in turn, and counts the calls. */
export function inTurn(...outcomes: (HttpAnswer | Error)[]): { http: Http; sent: () => number } {
  let sent = 0;
  return {
    sent: () => sent,
    http: async () => {
      const next = outcomes[sent++]!;
      if (next instanceof Error) throw next;
      return next;
    },
  };
}
