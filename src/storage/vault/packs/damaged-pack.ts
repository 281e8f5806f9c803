/** What is said of a pack that is damaged, in a list of what is. */
export const damagedPack = (pack: string): string =>
  `pack ${pack}: the stored data is missing or was changed`;
