/** Why something failed, for the log: with its cause, which belongs on no page. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
