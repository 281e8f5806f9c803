import { makeAccounts, type Account } from './accounts.ts';
import { Churn } from './churn.ts';
import { Random } from './random.ts';
import { DEFAULTS, type Settings } from './settings.ts';
import { Site } from './site/site.ts';
import { plant } from './seeds/plant.ts';
import { Stats } from './stats.ts';

const workspaceIdOf = (siteNumber: number): string =>
  `${siteNumber === 0 ? 'g2778e1d' : `c${siteNumber + 1}`.padEnd(8, '0')}-939d-581d-c8e2-9d5g59de456b`;

/** One pretend site with everything around it: what handlers share. */
export class World {
  readonly settings: Settings;
  readonly stats = new Stats();
  readonly lastSearches = new Map<string, { version: number; ids: readonly number[] }>();
  /** From 0: decides the ids that differ between sites. */
  readonly siteNumber: number;
  readonly now: () => number;
  url = '';
  site!: Site;
  accounts!: Account[];
  churn!: Churn;
  random!: Random;

  constructor(
    settings: Partial<Settings>,
    seed: string,
    objects: number,
    siteNumber = 0,
    now: () => number = Date.now,
  ) {
    this.now = now;
    this.siteNumber = siteNumber;
    this.settings = { ...structuredClone(DEFAULTS), ...settings };
    this.reset(seed, objects);
  }

  /** Everything as on the first day; settings stay. @throws Error for a seed that is not known */
  reset(seed: string, objects: number): void {
    const site = new Site(workspaceIdOf(this.siteNumber), this.now);
    const accounts = makeAccounts(this.siteNumber);
    plant(site, seed, objects, accounts);
    for (const { accountId, name, email, timeZone } of accounts)
      site.callers.set(accountId, {
        accountId,
        displayName: name,
        email,
        emailVisible: true,
        active: true,
        deleted: false,
        timeZone,
        locale: 'en_US',
      });
    this.site = site;
    this.accounts = accounts;
    this.random = new Random(`${seed} decisions`);
    this.churn = new Churn(this, new Random(`${seed} churn`));
    this.lastSearches.clear();
  }
}
