/** An object's id and update time, as the census needs it. */
export interface CensusEntry {
  id: string;
  /** Empty where the site does not say it. */
  updated: string;
}

/** A page of ids and update times. */
export interface CensusPage {
  entries: CensusEntry[];
  /**
   * How many distinct objects the page has, including those without an id: the offset advances by
   * it.
   */
  received: number;
  /** The site says that this is the last page. */
  last: boolean;
}
