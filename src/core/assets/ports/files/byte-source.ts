/** Bytes that can be read part by part, and more than once if sending has to be repeated. */
export interface ByteSource {
  readonly size: number;
  /** From the first one on. */
  read(): AsyncIterable<Uint8Array>;
}
