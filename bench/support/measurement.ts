export interface Reading {
  what: string;
  aim: string;
  reading: string;
  met: boolean;
}

/**
 * Measures with databases of its own at the address of a database server. One that takes minutes
 * gives each reading as soon as it is there.
 */
export type Measurement = (uri: string) => Promise<Reading[]> | AsyncIterable<Reading>;

export const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

/** The value that such a share of the sorted values lies below. @throws Error without values */
export function quantile(values: number[], share: number): number {
  const value = values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];
  if (value === undefined) throw new Error('Nothing was measured.');
  return value;
}

export const median = (values: number[]): number => quantile(values, 0.5);
