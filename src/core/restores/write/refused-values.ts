import type { LeftOut } from '../report/restore-lines.ts';
import type { WriteRefused } from '../../assets/ports/write-refused.ts';

const SAYS = 'The destination says: ';

/** Whether the site refused the value, and not this service. */
export const isRefused = ({ reason }: LeftOut): boolean => reason.startsWith(SAYS);

/**
 * What is left of an object's values when the site refused some of them: one bad value never loses an object. Of several values of an attribute those are left
 * out that the site's message names, else all of them. Undefined when the message names no attribute that was sent.
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
    if (sent.length === 0) {
      leftOut.push({
        attribute: nameOf(attributeId),
        value: '',
        reason: `The value was not cleared. The destination says: ${message}`,
      });
      delete left[attributeId];
      continue;
    }
    const named = sent.length > 1 ? sent.filter((value) => message.includes(value)) : [];
    const refused = named.length > 0 && named.length < sent.length ? named : sent;
    for (const value of refused)
      leftOut.push({
        attribute: nameOf(attributeId),
        value: value.slice(0, 200),
        reason: `${SAYS}${message}`,
      });
    const rest = sent.filter((value) => !refused.includes(value));
    if (rest.length > 0) left[attributeId] = rest;
    else delete left[attributeId];
  }
  return leftOut.length > 0 ? { values: left, leftOut } : undefined;
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
      const at = refused.indexOf(value.slice(0, 200));
      if (at >= 0) refused.splice(at, 1);
      return at < 0;
    });
    if (rest.length > 0) left[id] = rest;
  }
  return left;
}
