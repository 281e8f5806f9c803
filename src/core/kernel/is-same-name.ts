/**
 * Whether a name was typed as it is shown: pages show any white space as one space, and none at the
 * ends, and do not tell how a letter is put together.
 */
export const isSameName = (typed: string, name: string): boolean =>
  asShown(typed) === asShown(name);

const asShown = (name: string): string => name.trim().replace(/\s+/g, ' ').normalize('NFC');
