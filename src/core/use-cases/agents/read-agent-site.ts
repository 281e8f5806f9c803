import { InvalidInput } from '../../kernel/errors.ts';

/** Only an agent on the machine of the site itself may call it without TLS. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const PATH = /^(?:\/[\w~-][\w.~-]*)*$/;

/**
 * The address of a site that an agent reaches, as somebody typed it: with its context path, without
 * a slash at the end. Nothing is ever connected to by it: it only has to be the agent's. @throws
 * InvalidInput `field`
 */
export function readAgentSite(typed: string, field: string): string {
  const text = typed.trim();
  if (text === '') throw new InvalidInput({ [field]: 'Site URL is mandatory' });
  const url = URL.parse(text);
  const isOwn = url !== null && LOOPBACK.includes(url.hostname);
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwn)))
    throw new InvalidInput({ [field]: 'The URL must start with https://' });
  const path = url.pathname.replace(/\/+$/, '');
  const isPlain = url.username === '' && url.password === '' && url.search + url.hash === '';
  if (!isPlain || !PATH.test(path) || url.host.length + path.length > 200)
    throw new InvalidInput({ [field]: "This address isn't allowed" });
  return `${url.origin}${path}`;
}
