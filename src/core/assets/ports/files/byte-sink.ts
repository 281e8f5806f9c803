/** Takes bytes that come part by part, however many there are. */
export interface ByteSink {
  /** How many were taken so far: what is sent begins there. */
  readonly received: number;
  /** Resolves when there is room for the next ones. */
  take(bytes: Uint8Array): Promise<void>;
}
