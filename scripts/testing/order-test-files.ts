import { isBrowserTest } from './is-browser-test.ts';

/** Those that wait as well as compute; those of browsers compute. */
const OF_SERVICES = /^test\/(long|soak|compat|contract|scenario|security|storage)\//;

/**
 * The order in which test files are begun: those that take long first, so that none of them goes on
 * when all others have ended; what computes in turns with what waits, so that a machine has enough
 * to do and not too much. Within that, as they come.
 */
export function orderTestFiles(files: readonly string[]): string[] {
  const inBrowser = files.filter(isBrowserTest);
  const ofServices = files.filter((file) => OF_SERVICES.test(file) && !isBrowserTest(file));
  const long = new Set(inTurns(inBrowser, ofServices));
  return [...long, ...files.filter((file) => !long.has(file))];
}

/** Both lists as one, each spread evenly over the whole. */
function inTurns(some: readonly string[], others: readonly string[]): string[] {
  const placed = [some, others].flatMap((list) =>
    list.map((file, index) => ({ file, at: (index + 0.5) / list.length })),
  );
  return placed.toSorted((a, b) => a.at - b.at).map(({ file }) => file);
}
