import type { Account } from '../../accounts/account.ts';
import type { Exchange } from '../../http/exchange.ts';
import { HttpError } from '../../http/http-error.ts';
import type { World } from '../../world/world.ts';
import { say } from './say.ts';

/** So many wrong passwords one after the other, and Jira asks for a CAPTCHA. */
const MAX_WRONG = 3;
const FAILED = { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' };

/** A pretend password, which is no secret. */
const passwordOf = ({ email }: Account): string => `${email.split('@')[0]}-password`;

/**
 * Who calls: by a personal access token as Bearer, or by user name and password. @throws HttpError
 * 401, 403, or 302 to the page where people log in
 */
export function logIn(world: World, { request }: Exchange): Account {
  const header = request.headers.authorization ?? '';
  if (header.startsWith('Bearer ')) return byToken(world, header.slice('Bearer '.length));
  if (header.startsWith('Basic ')) return byPassword(world, header.slice('Basic '.length));
  if (world.settings.strangersGo === 'to the login page')
    throw new HttpError(
      302,
      ['Found'],
      {},
      { location: `${world.base}/login.jsp?os_destination=` },
    );
  throw new HttpError(401, [say(world, 'log in')]);
}

function byToken(world: World, token: string): Account {
  const account = world.accounts.find((each) => each.token === token && !each.revoked);
  if (!account) throw new HttpError(401, [say(world, 'log in')], {}, FAILED);
  return account;
}

function byPassword(world: World, encoded: string): Account {
  const { settings, site } = world;
  const isAllowed =
    settings.basicAuth === 'on' ||
    (settings.basicAuth === 'by version' && !settings.jiraVersion.startsWith('11'));
  if (!isAllowed) throw new HttpError(403, [say(world, 'basic is off')]);
  const [name = '', password = ''] = Buffer.from(encoded, 'base64').toString().split(/:(.*)/s);
  const { wrongLogIns } = site.dataCenter;
  const wrong = wrongLogIns.get(name) ?? 0;
  if (wrong >= MAX_WRONG) throw new HttpError(403, [say(world, 'captcha')], {}, captchaOf(world));
  const account = world.accounts.find(
    (each) => each.email.split('@')[0] === name && passwordOf(each) === password && !each.revoked,
  );
  if (!account) {
    wrongLogIns.set(name, wrong + 1);
    throw new HttpError(401, [say(world, 'log in')], {}, FAILED);
  }
  wrongLogIns.delete(name);
  return account;
}

const captchaOf = ({ base }: World): Record<string, string> => ({
  'X-Seraph-LoginReason': 'AUTHENTICATION_DENIED',
  'X-Authentication-Denied-Reason': `CAPTCHA_CHALLENGE; login-url=${base}/login.jsp`,
});
