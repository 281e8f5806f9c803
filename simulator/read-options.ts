import { parseArgs } from 'node:util';

/** An option of a program that is started from a command line. */
type OptionKind =
  | { kind: 'flag' }
  | { kind: 'text'; fallback: string; oneOf?: readonly string[] }
  | { kind: 'number'; fallback: number; min: number; max: number };
type OptionTable = Record<string, OptionKind>;
export type OptionValues<T extends OptionTable> = {
  [Name in keyof T]: T[Name] extends { kind: 'flag' }
    ? boolean
    : T[Name] extends { kind: 'number' }
      ? number
      : string;
};

/** A command line that cannot be obeyed; the message says why in a sentence. */
export class UsageError extends Error {}

/**
 * Reads a command line. `environment` shows whether npm kept an option for itself, which happens
 * where the two hyphens before it are missing: `npm run demo --once`.
 * @throws UsageError
 */
export function readOptions<T extends OptionTable>(
  table: T,
  commandLine: string[],
  environment: Record<string, string | undefined>,
): OptionValues<T> {
  refuseWhatNpmKept(Object.keys(table), environment);
  const given = parseCommandLine(table, commandLine);
  const entries = Object.entries(table).map(([name, option]) => [
    name,
    readOption(name, option, given[name]),
  ]);
  return Object.fromEntries(entries) as OptionValues<T>;
}

function refuseWhatNpmKept(names: string[], environment: Record<string, string | undefined>): void {
  const kept = names.find((name) => environment[`npm_config_${name.replaceAll('-', '_')}`]);
  if (kept === undefined) return;
  const script = environment['npm_lifecycle_event'] ?? 'demo';
  throw new UsageError(
    `npm took --${kept} for itself. Put two hyphens in front of it: npm run ${script} -- --${kept}`,
  );
}

function parseCommandLine(table: OptionTable, commandLine: string[]) {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { kind }]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    return parseArgs({ args: commandLine, options }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('. ')[0] : "it can't be read";
    const known = Object.keys(table).map((name) => `--${name}`);
    throw new UsageError(`${why}. Options: ${known.join(', ')}.`, { cause: error });
  }
}

function readOption(
  name: string,
  option: OptionKind,
  given: string | boolean | undefined,
): string | number | boolean {
  if (option.kind === 'flag') return given === true;
  if (typeof given !== 'string') return option.fallback;
  return option.kind === 'number' ? readNumber(name, option, given) : readText(name, option, given);
}

function readNumber(
  name: string,
  { min, max }: Extract<OptionKind, { kind: 'number' }>,
  given: string,
): number {
  const value = Number(given);
  if (/^\d+$/.test(given) && value >= min && value <= max) return value;
  throw new UsageError(
    `--${name} takes a whole number from ${min} to ${max}, and "${given}" isn't one.`,
  );
}

function readText(
  name: string,
  { oneOf }: Extract<OptionKind, { kind: 'text' }>,
  given: string,
): string {
  if (!oneOf || oneOf.includes(given)) return given;
  throw new UsageError(`Unknown ${name} "${given}". Choose one of: ${oneOf.join(', ')}.`);
}
