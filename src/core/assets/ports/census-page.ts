/** An object's id and update time, as the census needs it. */
export interface CensusEntry {
  id: string;
  updated: string;
}

/** A page of ids and update times. */
export interface CensusPage {
  entries: CensusEntry[];
  /** The site says that nothing comes after this page. */
  last: boolean;
}
