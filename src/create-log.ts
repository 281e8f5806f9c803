import { pino, type Logger } from 'pino';

/** Names under which a secret could come by; their values never reach the log. */
const SECRET_NAMES = [
  'sharedSecret',
  'token',
  'password',
  'jwt',
  'authorization',
  'Authorization',
  'secret',
  'apiToken',
  'keyRing',
  'oauthClientId',
];
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const NAMED_SECRET =
  /\b(sharedSecret|jwt|token|password|secret)(["']?\s*[=:]\s*["']?)[^\s&"',}]+/gi;

/** Takes JWTs and `sharedSecret=…` out of free text. */
export function redactText(text: string): string {
  return text.replace(JWT, '[jwt]').replace(NAMED_SECRET, '$1$2[removed]');
}

/** JSON lines on standard output, secrets removed by name and by shape. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: {
      paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[removed]',
    },
    hooks: {
      logMethod(args, method) {
        method.apply(
          this,
          args.map((arg) => (typeof arg === 'string' ? redactText(arg) : arg)) as typeof args,
        );
      },
    },
  });
}
