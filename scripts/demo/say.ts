const COLUMN = 24;
const BAR = 20;

/** A line of the demo: what was done, and what came of it. */
export function say(what: string, text: string): void {
  console.log(`${what.padEnd(COLUMN)}${text}`);
}

/** What a log was told last, without its figures: only another step is news there. */
let lastStep = '';

/**
 * How far something is: one line with a bar that moves at a terminal; in a log a line for each
 * step, none of them twice.
 */
export function sayProgress(text: string): void {
  if (process.stdout.isTTY) {
    process.stdout.write(`\r\u001b[2K${withBar(text).slice(0, process.stdout.columns)}`);
    return;
  }
  const step = stepOf(text);
  if (step !== '' && step !== lastStep) say('', step);
  lastStep = step;
}

/** Ends the line of progress. */
export function endProgress(): void {
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
  lastStep = '';
}

/** The time since a moment of `performance.now()`, for people. */
export function secondsSince(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}

/** As "Backing up Computers: Reading objects": without state and figures. */
export function stepOf(text: string): string {
  const [, subject = '', state = ''] = /^([^:]*): (.*)$/s.exec(text) ?? [];
  const step = state
    .replace(/^(In Progress|Running|Pending|Queued|Stopping)\s*/, '')
    .replace(/^\d[\s\S]*?(?=[A-Z]|$)/, '')
    .trim();
  return step === '' ? '' : `${subject}: ${step}`;
}

/** A bar in front, where the text says how many percent are done. */
export function withBar(text: string): string {
  const percent = /(\d+) ?%/.exec(text)?.[1];
  if (percent === undefined) return text;
  const done = Math.round((Math.min(100, Number(percent)) / 100) * BAR);
  return `${'█'.repeat(done)}${'░'.repeat(BAR - done)} ${text}`;
}
