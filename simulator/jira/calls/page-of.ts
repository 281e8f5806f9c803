/** A page of a list as Jira gives it: from `startAt` on, `maxResults` of them. */
export function pageOf<T>(
  query: URLSearchParams,
  items: T[],
  usual: number,
  max: number,
): { startAt: number; maxResults: number; total: number; isLast: boolean; values: T[] } {
  const startAt = Number(query.get('startAt') ?? 0);
  const maxResults = Math.min(Number(query.get('maxResults') ?? usual), max);
  return {
    startAt,
    maxResults,
    total: items.length,
    isLast: startAt + maxResults >= items.length,
    values: items.slice(startAt, startAt + maxResults),
  };
}
