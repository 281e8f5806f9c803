import { isFault } from '../faults/is-fault.ts';
import { ABSENCES, CHOICES, UNDOCUMENTED, type Settings } from './settings.ts';

/** Takes over what is known and of the right kind; names what is not. */
export function mergeSettings(settings: Settings, changes: Record<string, unknown>): string[] {
  const held = settings as unknown as Record<string, unknown>;
  const wrong: string[] = [];
  for (const [name, value] of Object.entries(changes))
    if (Object.hasOwn(settings, name) && isSetting(name, value, held[name])) held[name] = value;
    else wrong.push(name);
  return wrong;
}

/** Whether the value can stand in the place of the one that is held. */
function isSetting(name: string, value: unknown, held: unknown): boolean {
  if (name === 'faults') return Array.isArray(value) && value.every(isFault);
  if (name === 'absent') return isTableOfAbsences(value);
  if (name === 'endpointLimits') return isTableOfNumbers(value);
  const choices: Record<string, readonly unknown[]> = CHOICES;
  return choices[name]?.includes(value) ?? typeof value === typeof held;
}

const isTableOfNumbers = (value: unknown): boolean =>
  value !== null &&
  typeof value === 'object' &&
  Object.values(value).every((each) => typeof each === 'number');

const isTableOfAbsences = (value: unknown): boolean =>
  value !== null &&
  typeof value === 'object' &&
  Object.entries(value).every(
    ([name, each]) =>
      (UNDOCUMENTED as readonly string[]).includes(name) &&
      (ABSENCES as readonly unknown[]).includes(each),
  );
