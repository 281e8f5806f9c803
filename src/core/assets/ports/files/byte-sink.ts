/** Takes bytes part by part, in any amount. */
export interface ByteSink {
  /** How many were taken so far: sending starts there. */
  readonly received: number;
  /** Resolves when there is room for the next ones. */
  take(bytes: Uint8Array): Promise<void>;
}
