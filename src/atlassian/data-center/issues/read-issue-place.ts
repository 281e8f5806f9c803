/** How far a search for issues has come. */
export interface IssuePlace {
  /** How many issues were passed. */
  at: number;
  /** The ids of those that came last, in their order. */
  last: readonly string[];
  /** When the very last one was created, ms; undefined if Jira didn't say. */
  created: number | undefined;
}

/** As the token of the next page. */
export const tokenOf = ({ at, last, created }: IssuePlace): string =>
  [created === undefined ? at : `${at}@${created}`, ...last].join(' ');

export function readIssuePlace(token = '0'): IssuePlace {
  const [place = '', ...last] = token.split(' ');
  const [at, created] = place.split('@');
  return { at: Number(at), last, created: created === undefined ? undefined : Number(created) };
}
