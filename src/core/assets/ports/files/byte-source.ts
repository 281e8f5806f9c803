/** Bytes that are read part by part, as often as it takes to send them. */
export interface ByteSource {
  readonly size: number;
  /** From the first one on. */
  read(): AsyncIterable<Uint8Array>;
}
