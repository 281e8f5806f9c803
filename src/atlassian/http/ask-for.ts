import type { Http, HttpAnswer, HttpCall } from './http.ts';

/** How an answer is taken. */
export interface Reading<T> {
  /** @throws what the answer's status says, where it is not 2xx */
  assertGood: (answer: HttpAnswer) => void | Promise<void>;
  /** @throws Unavailable `unexpected-answer`: the call is made again */
  read: (answer: HttpAnswer) => T;
}

/** Makes a call until its answer can be read, and returns what was read. */
export async function askFor<T>(
  http: Http,
  call: HttpCall,
  { assertGood, read }: Reading<T>,
  signal?: AbortSignal,
): Promise<T> {
  let found: { answer: HttpAnswer; value: T } | undefined;
  const check = (answer: HttpAnswer): void => {
    found = { answer, value: read(answer) };
  };
  const answer = await http({ ...call, check }, signal);
  await assertGood(answer);
  return found?.answer === answer ? found.value : read(answer);
}
