/** A choice of a filter. */
export interface OptionView {
  value: string;
  text: string;
  chosen: boolean;
}

/** The options of a filter; none if there is only one, which would be no choice. */
export function filterOptions(
  all: readonly { value: string; text: string }[],
  chosen: string | undefined,
): OptionView[] {
  if (all.length < 2) return [];
  return all.map((each) => ({ ...each, chosen: each.value === chosen }));
}
