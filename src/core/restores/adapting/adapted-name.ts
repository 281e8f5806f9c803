import { cutTo } from './cut-to.ts';

/** Stands for a character that the destination doesn't take in names. */
const INSTEAD = '-';

/** A name as a destination takes it that reserves these characters. */
export const adaptedName = (name: string, reserved: readonly string[]): string =>
  reserved.reduce((adapted, character) => adapted.replaceAll(character, INSTEAD), name);

/**
 * Names by what they are on the destination, each once: where two would become one, the later one
 * gets a number. Those that need not be changed come first.
 */
export function adaptedNames(
  names: readonly string[],
  adapt: (name: string) => string,
  max = Infinity,
): Map<string, string> {
  const adapted = new Map<string, string>();
  const taken = new Set<string>();
  const isChanged = (name: string): boolean => adapt(name) !== name;
  for (const name of [...names].sort((a, b) => Number(isChanged(a)) - Number(isChanged(b)))) {
    const found = isChanged(name) ? freeName(adapt(name), taken, max) : name;
    taken.add(found.toLowerCase());
    adapted.set(name, found);
  }
  return adapted;
}

function freeName(name: string, taken: ReadonlySet<string>, max: number): string {
  let candidate = name;
  for (let number = 2; taken.has(candidate.toLowerCase()); number += 1) {
    const ending = ` ${number}`;
    candidate = `${cutTo(max - ending.length, name.trimEnd())}${ending}`;
  }
  return candidate;
}
