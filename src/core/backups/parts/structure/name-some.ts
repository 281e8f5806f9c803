import { recordLabel } from '../../reading/record-label.ts';

/** The rest is only hinted at. */
const MAX_NAMED = 5;

/** The first few names, for a sentence: `"Host", "Rack" and others`. */
export function nameSome(names: readonly string[]): string {
  const quoted = names.slice(0, MAX_NAMED).map((name) => `"${recordLabel(name)}"`);
  return `${quoted.join(', ')}${names.length > MAX_NAMED ? ' and others' : ''}`;
}
