import { BucketFailure } from './bucket-failure.ts';

/** Where a page of a list begins, in the service's own words; empty for the first one. */
export type ListPlace = Readonly<Record<string, string>>;

interface BucketPages<A> {
  ask: (place: ListPlace) => Promise<A>;
  /** Undefined after the last page. */
  placeAfter: (answer: A) => ListPlace | undefined;
  /** Of what is on the page. */
  namesOf: (answer: A) => readonly string[];
}

/**
 * Requests one page after the other. A list ends where its service says so. @throws BucketFailure
 * for a page that came before, for such a list would never end
 */
export async function* pagesOf<A>({
  ask,
  placeAfter,
  namesOf,
}: BucketPages<A>): AsyncGenerator<A, void, undefined> {
  const seen = new Set<string>();
  let place: ListPlace | undefined = {};
  while (place) {
    const answer: A = await ask(place);
    const names = namesOf(answer);
    const mark = JSON.stringify(names.length > 0 ? [names[0], names.at(-1)] : place);
    if (seen.has(mark)) throw new BucketFailure('strange', { code: 'EndlessList' });
    seen.add(mark);
    yield answer;
    place = placeAfter(answer);
  }
}
