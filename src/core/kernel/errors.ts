/**
 * The few kinds of error that a caller can act on. `code` is stable and may be matched on,
 * `message` is a sentence that may be shown to the administrator (what happened, what to do next).
 * Anything that is not one of these is a bug.
 */
export abstract class ProductError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/**
 * Something that was typed or sent is wrong: `fields` maps a form field to its message, to be shown
 * beside it.
 */
export class InvalidInput extends ProductError {
  readonly fields: Readonly<Record<string, string>>;
  constructor(fields: Record<string, string>, options?: { code?: string; cause?: unknown }) {
    super(options?.code ?? 'invalid-input', Object.values(fields).join(' '), options);
    this.fields = fields;
  }
}

/** There is no such thing for this tenant (another tenant's thing is "not there" as well). */
export class NotFound extends ProductError {
  constructor(message = 'This no longer exists. Reload the page.', options?: { cause?: unknown }) {
    super('not-found', message, options);
  }
}

/** The caller may not do this. */
export class NotAllowed extends ProductError {
  constructor(
    message = 'Only Jira administrators can use this app.',
    options?: { cause?: unknown },
  ) {
    super('not-allowed', message, options);
  }
}

/** Somebody or something else was first; reading again shows what holds now. */
export class Conflict extends ProductError {
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(code, message, options);
  }
}

/**
 * Not now: a later try may succeed. `retryAfterMs` is a hint of the other side, in milliseconds.
 */
export class Unavailable extends ProductError {
  readonly retryAfterMs: number | undefined;
  constructor(code: string, message: string, options?: { cause?: unknown; retryAfterMs?: number }) {
    super(code, message, options);
    this.retryAfterMs = options?.retryAfterMs;
  }
}

/** The other side said no for good: only the administrator can change that. */
export class Refused extends ProductError {
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(code, message, options);
  }
}

/** Stored data fails its check. */
export class Damaged extends ProductError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('damaged', message, options);
  }
}

/**
 * The run's lease is gone: another worker may have it. Nothing that this worker writes counts any
 * more.
 */
export class LeaseLost extends ProductError {
  constructor(options?: { cause?: unknown }) {
    super('lease-lost', 'The lease of this run was lost to another worker.', options);
  }
}

/** Undefined instead of NotFound: for whoever expects that a thing may be gone. */
export async function orAbsent<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** The sentence of what was refused; undefined when it was done. */
export async function reasonToRefuse(command: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await command();
    return undefined;
  } catch (error) {
    if (error instanceof ProductError) return error.message;
    throw error;
  }
}
