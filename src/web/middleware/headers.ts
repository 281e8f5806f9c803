import type { RequestHandler } from 'express';
import helmet from 'helmet';

const CONNECT_CDN = 'https://connect-cdn.atl-paas.net';
const THEME_FONTS = 'https://ds-cdn.prod-east.frontend.public.atl-paas.net';

/** Headers that fit an iframe in Jira (connect: 3): nothing inline, framed by the sites only, never cached. */
export function headers({
  siteHosts,
  pretendSiteUrl,
}: {
  siteHosts: string[];
  pretendSiteUrl: string | undefined;
}): RequestHandler[] {
  const pretend = pretendSiteUrl ? [pretendSiteUrl] : [];
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", CONNECT_CDN, ...pretend],
        styleSrc: ["'self'", CONNECT_CDN, THEME_FONTS],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", THEME_FONTS],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: [...siteHosts.map((host) => `https://${host}`), ...pretend],
      },
    },
    frameguard: false,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    referrerPolicy: { policy: 'origin' },
    hsts: { maxAge: 31_536_000, includeSubDomains: true },
  });
  const uncached: RequestHandler = (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-cache, no-store, must-revalidate');
    next();
  };
  return [protect, uncached];
}
