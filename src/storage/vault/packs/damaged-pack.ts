/** A damaged pack's name in a list of damage. */
export const damagedPack = (pack: string): string =>
  `pack ${pack}: the stored data is missing or was changed`;
