const MAX_DEPTH = 6;

/** What the driver wraps around the errors of single servers. */
interface Wrapped {
  code?: unknown;
  name?: unknown;
  cause?: unknown;
  reason?: unknown;
  error?: unknown;
  servers?: unknown;
}

/** Every code and name of an error and of what it was caused by, the outermost first. */
export function failureCodes(error: unknown, depth = 0): unknown[] {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return [];
  const { code, name, cause, reason, error: inner, servers } = error as Wrapped;
  const below = [cause, reason, inner, ...(servers instanceof Map ? servers.values() : [])];
  return [code, name, ...below.flatMap((each) => failureCodes(each, depth + 1))];
}
