import { makeAccounts, type Account } from './accounts.ts';
import { Churn } from './churn.ts';
import { Random } from './random.ts';
import { DEFAULTS, type Settings } from './settings.ts';
import { Site } from './site/site.ts';
import { plant } from './seeds/plant.ts';
import { Stats } from './stats.ts';

/** One pretend site with everything around it: what handlers share. */
export class World {
  readonly settings: Settings;
  readonly stats = new Stats();
  readonly lastSearches = new Map<string, { version: number; ids: readonly number[] }>();
  url = '';
  site!: Site;
  accounts!: Account[];
  churn!: Churn;
  random!: Random;

  constructor(settings: Partial<Settings>, seed: string, objects: number) {
    this.settings = { ...structuredClone(DEFAULTS), ...settings };
    this.reset(seed, objects);
  }

  /** Everything as on the first day; settings stay. @throws Error for a seed that is not known */
  reset(seed: string, objects: number): void {
    const site = new Site('g2778e1d-939d-581d-c8e2-9d5g59de456b', Date.now);
    const accounts = makeAccounts();
    plant(site, seed, objects, accounts);
    this.site = site;
    this.accounts = accounts;
    this.random = new Random(`${seed} decisions`);
    this.churn = new Churn(this, new Random(`${seed} churn`));
    this.lastSearches.clear();
  }
}
