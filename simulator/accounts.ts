import type { IncomingMessage } from 'node:http';

/** Somebody who can call the site. Passwords of a pretend site are no secrets. */
export interface Account {
  accountId: string;
  email: string;
  token: string;
  name: string;
  jiraAdmin: boolean;
  /** Sees every schema; else those whose `visibleTo` names the account, or that name nobody. */
  seesAll: boolean;
  assets: boolean;
  /** Absent: a Jira administrator changes the structure of every schema, others that of the schemas that name them as managers. */
  manages?: boolean;
  /** Whether it writes objects where it sees them. */
  writes: boolean;
  /** Without it, searches for people find nobody, and those for groups only whole names. */
  browsesUsers: boolean;
  agent: boolean;
  revoked: boolean;
  timeZone: string;
}

const account = (name: string, accountId: string, rest: Partial<Account>): Account => ({
  accountId,
  email: `${name}@example.com`,
  token: `${name}-token`,
  name: `${name[0]!.toUpperCase()}${name.slice(1)} Example`,
  jiraAdmin: false,
  seesAll: false,
  assets: true,
  writes: true,
  browsesUsers: true,
  agent: true,
  revoked: false,
  timeZone: 'Europe/Berlin',
  ...rest,
});

/** The same people on every site, under other ids. */
export function makeAccounts(siteNumber = 0): Account[] {
  const head = (0x5b + siteNumber).toString(16);
  return [
    account('admin', `${head}10ac8d82e05b22cc7d4ef5`, {
      name: 'Ada Admin',
      jiraAdmin: true,
      seesAll: true,
    }),
    account('user', `${head}10ac8d82e05b22cc7d4ef6`, { name: 'Uma User' }),
    account('noassets', `${head}10ac8d82e05b22cc7d4ef7`, {
      name: 'Noah Noassets',
      assets: false,
      agent: false,
    }),
    account('revoked', `${head}10ac8d82e05b22cc7d4ef8`, {
      name: 'Rita Revoked',
      revoked: true,
      seesAll: true,
    }),
    account('weak', `${head}10ac8d82e05b22cc7d4ef9`, { name: 'Will Weak', agent: false }),
  ];
}

export type Caller = { account: Account } | 'nobody' | 'dead-token';

export function callerOf(accounts: Account[], request: IncomingMessage): Caller {
  const header = request.headers.authorization ?? '';
  if (!header.startsWith('Basic ')) return 'nobody';
  const [email, token] = Buffer.from(header.slice(6), 'base64').toString().split(/:(.*)/s);
  const found = accounts.find((each) => each.email === email && each.token === token);
  return found && !found.revoked ? { account: found } : 'dead-token';
}
