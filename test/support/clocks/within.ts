/**
 * What comes of some work, if it ends in time. `where` says how far it has come.
 * @throws Error when it does not
 */
export async function within<T>(
  limitMs: number,
  work: Promise<T>,
  where: () => string,
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(new Error(`Not at its end after ${limitMs} ms: ${where()}`));
  const timer = setTimeout(giveUp, limitMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
