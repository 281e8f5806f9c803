/** A choice of a filter. */
export interface OptionView {
  value: string;
  text: string;
  chosen: boolean;
}

/** None where there is only one: it would be no choice. */
export function optionsOf(
  all: readonly { value: string; text: string }[],
  chosen: string | undefined,
): OptionView[] {
  if (all.length < 2) return [];
  return all.map((each) => ({ ...each, chosen: each.value === chosen }));
}
