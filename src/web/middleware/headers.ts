import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { HostOrigins } from '../identity/identity.ts';

/**
 * Headers that fit an iframe in Jira (connect: 3): nothing inline, framed by the sites only, never
 * cached.
 */
export function headers(origins: HostOrigins): RequestHandler[] {
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...origins.scripts],
        styleSrc: ["'self'", ...origins.styles],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", ...origins.fonts],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: origins.frames,
      },
    },
    frameguard: false,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    referrerPolicy: { policy: 'origin' },
    hsts: { maxAge: 31_536_000, includeSubDomains: true },
  });
  const neverCache: RequestHandler = (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-cache, no-store, must-revalidate');
    next();
  };
  return [protect, neverCache];
}
