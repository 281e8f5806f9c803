import type { LeftOut } from '../../report/restore-line.ts';

const SITE_SAYS = 'The destination says: ';
/** Of a value that was refused together with others, and is tried again on its own. */
const NOT_DECIDED = 'The destination refused the object with this and other values: ';
const MAX_CHARACTERS = 200;

/** Whether the site refused the value, and not this service. */
export const isRefused = ({ reason }: LeftOut): boolean => reason.startsWith(SITE_SAYS);

/** Whether it is still to be found out if the site takes the value. */
export const isUndecided = ({ reason }: LeftOut): boolean => reason.startsWith(NOT_DECIDED);

/** A value that the site refused. `value` is undefined where an attribute was to be cleared. */
export function refusedValue(
  attribute: string,
  value: string | undefined,
  message: string,
): LeftOut {
  if (value === undefined)
    return { attribute, value: '', reason: `The value wasn't cleared. ${SITE_SAYS}${message}` };
  return { attribute, value: value.slice(0, MAX_CHARACTERS), reason: `${SITE_SAYS}${message}` };
}

/** A value that was not sent with the rest, for it may be what the site refused. */
export function undecidedValue(attribute: string, value: string, message: string): LeftOut {
  return { attribute, value: value.slice(0, MAX_CHARACTERS), reason: `${NOT_DECIDED}${message}` };
}

/** The values that were sent once these had been taken out. */
export function withoutLeftOut(
  values: Record<string, string[]>,
  leftOut: LeftOut[],
  nameOf: (attributeId: string) => string,
): Record<string, string[]> {
  const left: Record<string, string[]> = {};
  for (const [id, list] of Object.entries(values)) {
    const refused = leftOut
      .filter(({ attribute }) => attribute === nameOf(id))
      .map(({ value }) => value);
    const rest = list.filter((value) => {
      const at = refused.indexOf(value.slice(0, MAX_CHARACTERS));
      if (at >= 0) refused.splice(at, 1);
      return at < 0;
    });
    if (rest.length > 0) left[id] = rest;
  }
  return left;
}

/** What was left out of other attributes than these. */
export function withoutAttributes(leftOut: LeftOut[], names: Iterable<string>): LeftOut[] {
  const without = new Set(names);
  return leftOut.filter(({ attribute }) => !without.has(attribute));
}
