const COLUMN = 24;

/** A line of the demo: what was done, and what came of it. */
export function say(what: string, text: string): void {
  console.log(`${what.padEnd(COLUMN)}${text}`);
}

/** How far something is: one line that is written over at a terminal, many lines elsewhere. */
export function sayProgress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${text}`);
  else if (text) say('', text);
}

/** Ends the line of progress. */
export function endProgress(): void {
  sayProgress('');
}

/** The time since a moment of `performance.now()`, for people. */
export function secondsSince(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
