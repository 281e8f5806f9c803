import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';

const MAX_REFUSED_A_MINUTE = 300;

/**
 * Each lifecycle call makes us ask Atlassian for a key: an address whose calls are refused again
 * and again has to wait.
 */
export function limitRefusedCalls(): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: MAX_REFUSED_A_MINUTE,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: { xForwardedForHeader: false },
    message: 'Too many refused calls from this address. Try again in a minute.',
  });
}
