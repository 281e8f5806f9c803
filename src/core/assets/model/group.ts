/** A group that values name. */
export interface Group {
  name: string;
}
