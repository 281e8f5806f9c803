import type { Account } from './account.ts';

const account = (name: string, accountId: string, rest: Partial<Account>): Account => ({
  accountId,
  email: `${name}@example.com`,
  token: `${name}-token`,
  scoped: { token: `${name}-scoped-token`, assets: 'read-and-write' },
  name: `${name.slice(0, 1).toUpperCase()}${name.slice(1)} Example`,
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
    account('user', `${head}10ac8d82e05b22cc7d4ef6`, {
      name: 'Uma User',
      scoped: { token: 'user-scoped-token', assets: 'read' },
    }),
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
    account('service', `${head}10ac8d82e05b22cc7d4efa`, {
      name: 'Service account',
      token: undefined,
      scoped: { token: 'service-scoped-token', assets: 'nothing' },
      jiraAdmin: true,
      seesAll: true,
      isService: true,
    }),
  ];
}
