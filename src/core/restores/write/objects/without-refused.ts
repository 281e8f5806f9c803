import type { LeftOut } from '../../report/restore-line.ts';
import type { WriteRefused } from '../../../assets/ports/write-refused.ts';

const SITE_SAYS = 'The destination says: ';
const MAX_CHARACTERS = 200;

/** Whether the site refused the value, and not this service. */
export const isRefused = ({ reason }: LeftOut): boolean => reason.startsWith(SITE_SAYS);

/**
 * What is left of an object's values when the site refused some of them: one bad value never loses
 * an object. Of several values of an attribute those are left out that the site's message names,
 * else all of them. Undefined when the message names no attribute that was sent.
 */
export function withoutRefused(
  values: Record<string, string[]>,
  error: WriteRefused,
  nameOf: (attributeId: string) => string,
): { values: Record<string, string[]>; leftOut: LeftOut[] } | undefined {
  const left: Record<string, string[]> = { ...values };
  const leftOut: LeftOut[] = [];
  for (const [attributeId, message] of Object.entries(error.fields)) {
    const sent = values[attributeId];
    if (!sent) continue;
    const refused = refusedOf(sent, message);
    leftOut.push(...leftOutOf(nameOf(attributeId), refused, message));
    const rest = sent.filter((value) => !refused.includes(value));
    if (rest.length > 0) left[attributeId] = rest;
    else delete left[attributeId];
  }
  return leftOut.length > 0 ? { values: left, leftOut } : undefined;
}

/** Those that the message names, else all. */
function refusedOf(sent: string[], message: string): string[] {
  const named = sent.length > 1 ? sent.filter((value) => message.includes(value)) : [];
  return named.length > 0 && named.length < sent.length ? named : sent;
}

function leftOutOf(attribute: string, refused: string[], message: string): LeftOut[] {
  if (refused.length === 0)
    return [{ attribute, value: '', reason: `The value was not cleared. ${SITE_SAYS}${message}` }];
  return refused.map((value) => ({
    attribute,
    value: value.slice(0, MAX_CHARACTERS),
    reason: `${SITE_SAYS}${message}`,
  }));
}

/** The values that were sent once these had been refused. */
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
