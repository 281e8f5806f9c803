/**
 * The content policy of a Custom UI page in production, as @forge/csp 6.3.2 makes it: here without
 * the hosts of Atlassian's own services, where reports go, and who may frame it.
 */
export const CUSTOM_UI_POLICY = [
  "default-src 'self'",
  "frame-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "connect-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "form-action 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox allow-downloads allow-forms allow-modals allow-pointer-lock allow-same-origin allow-scripts',
].join('; ');
