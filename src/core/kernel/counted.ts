export const count = (value: number): string => value.toLocaleString('en-GB');

/** "1 object", "1,220 objects". */
export const counted = (value: number, noun: string, nouns = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : nouns}`;
