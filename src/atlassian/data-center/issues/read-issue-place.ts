/** How far a search for issues has come. */
interface IssuePlace {
  /** How many issues were passed. */
  at: number;
  /** The ids of those that came last, in their order. */
  last: readonly string[];
}

/** As the token of the next page. */
export const tokenOf = ({ at, last }: IssuePlace): string => [at, ...last].join(' ');

export function readIssuePlace(token = '0'): IssuePlace {
  const [at, ...last] = token.split(' ');
  return { at: Number(at), last };
}
