/** What a file holds that is sent part by part. */
export interface SentContent {
  readonly size: number;
  /** From byte `start` on, `end` not among them. */
  read(start: number, end: number): AsyncIterable<Buffer> | Iterable<Buffer>;
}
