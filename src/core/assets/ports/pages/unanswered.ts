import { ProductError, Unavailable } from '../../../kernel/errors.ts';

/**
 * The site failed several times to answer a call that the caller can do without, or with fewer
 * objects. It may be down, or this may be what it can't answer.
 */
export class Unanswered extends Unavailable {
  /** What the answers were, and the site's words: "status 500: Out of memory". */
  readonly why: string;

  constructor(message: string, options: { why: string; cause?: unknown; retryAfterMs?: number }) {
    super('site-unreachable', message, options);
    this.why = options.why;
  }
}

const OF_CALL: ReadonlySet<string> = new Set(['site-refused', 'unexpected-answer']);

/**
 * Whether an error may be about the call alone, whatever it is for: the site refused it, or its
 * answer was of an unknown form.
 */
export const isOfCallAlone = (error: unknown): error is ProductError =>
  error instanceof ProductError && OF_CALL.has(error.code);

const OF_ACCOUNT: ReadonlySet<string> = new Set([
  'no-permission',
  'token-refused',
  'scope-missing',
  'own-access-refused',
]);

/**
 * Whether an error says that the account isn't let in. It may be about one call or one thing alone:
 * other calls tell.
 */
export const isOfAccount = (error: unknown): boolean =>
  error instanceof ProductError && OF_ACCOUNT.has(error.code);

/** The site refuses the call, or its answer can't be read, whenever it is asked. */
export class NeverGiven extends Unanswered {
  /** What is thrown if it is about more than some objects. */
  readonly error: ProductError;

  constructor(error: ProductError) {
    super(error.message, { why: error.message.replace(/\.$/, ''), cause: error });
    this.error = error;
  }
}
