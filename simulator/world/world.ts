import type { MediaHost } from '../media/media-host.ts';
import { makeAccounts } from '../accounts/make-accounts.ts';
import type { Account } from '../accounts/account.ts';
import { Churn } from './churn.ts';
import { oddSettings } from './odd-settings.ts';
import { Random } from '../kernel/random.ts';
import { befallMedia } from './befall-media.ts';
import { mediaHabits } from './media-habits.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';
import type { SimUser } from '../site/records/model.ts';
import { Site } from '../site/site.ts';
import { plant } from '../seeds/plant.ts';
import { Stats } from './stats.ts';

const MAX_SEARCHES = 20;

interface WorldOptions {
  settings: Partial<Settings>;
  seed: string;
  objects: number;
  /** From 0. */
  siteNumber: number;
  now: () => number;
  media: MediaHost;
  /** Whether it is a Data Center; of Cloud else. */
  isDataCenter?: boolean;
}

/** What a reset replaces. */
interface Day {
  site: Site;
  accounts: Account[];
  random: Random;
  churn: Churn;
}

/** Two hosts of one site would have the same: it stays when a site is renamed. */
const cloudIdOf = (siteNumber: number): string =>
  `${(0x3f5c9a70 + siteNumber).toString(16)}-6c0a-4c2e-9b1d-3a5e7f9021b4`;

function workspaceIdOf(siteNumber: number): string {
  const start = siteNumber === 0 ? 'g2778e1d' : `c${siteNumber + 1}`;
  return `${start.padEnd(8, '0')}-939d-581d-c8e2-9d5g59de456b`;
}

/** One pretend site with everything around it: what handlers share. */
export class World {
  readonly settings: Settings;
  readonly stats = new Stats();
  /** Of the cloud that the site is one of. */
  readonly media: MediaHost;
  readonly lastSearches = new Map<string, { version: number; ids: readonly number[] }>();
  /** From 0: decides the ids that differ between sites. */
  readonly siteNumber: number;
  readonly now: () => number;
  readonly cloudId: string;
  readonly isDataCenter: boolean;
  url = '';
  /** Ports of addresses that the site had before it was renamed. */
  readonly formerPorts = new Set<number>();
  #day: Day;

  /** @throws Error for a seed that is not known */
  constructor({
    settings,
    seed,
    objects,
    siteNumber,
    now,
    media,
    isDataCenter = false,
  }: WorldOptions) {
    this.isDataCenter = isDataCenter;
    this.now = now;
    this.media = media;
    this.siteNumber = siteNumber;
    this.cloudId = cloudIdOf(siteNumber);
    const ofSeed = seed === 'odd' ? oddSettings() : {};
    this.settings = { ...structuredClone(DEFAULT_SETTINGS), ...ofSeed, ...settings };
    this.#day = this.#firstDay(seed, objects);
  }

  /** Its address with the context path, without a slash at the end. */
  get base(): string {
    return `${this.url}${this.settings.contextPath}`;
  }

  get site(): Site {
    return this.#day.site;
  }

  get accounts(): Account[] {
    return this.#day.accounts;
  }

  get churn(): Churn {
    return this.#day.churn;
  }

  get random(): Random {
    return this.#day.random;
  }

  /** A token for the media service, good for as long as the switch says. */
  mediaToken(collection: string): string {
    const expiresAt = this.now() + this.settings.mediaTokenMs;
    return this.media.giveToken({
      collection,
      isGood: () => this.now() < expiresAt,
      befall: (request) => befallMedia(this, request),
    });
  }

  /** What the files of one object are sent and read with (assets-api: G, Attachments). */
  attachmentCredentials(objectId: number): Record<string, string> {
    const expiresAt = this.now() + this.settings.mediaTokenMs;
    const clientId = `assets-${this.cloudId}`;
    const mediaJwtToken = this.media.giveToken({
      collection: `insight_${this.site.workspaceId}_object_${objectId}`,
      clientId,
      isGood: () => this.now() < expiresAt,
      find: (fileId) => this.site.attachments.contentOf(objectId, fileId),
      habits: () => mediaHabits(this.settings),
      befall: (request) => befallMedia(this, request),
    });
    return { clientId, mediaBaseUrl: this.media.url, mediaJwtToken };
  }

  /** Remembers what a search found, for the next pages of it, instead of the oldest. */
  rememberSearch(key: string, found: { version: number; ids: readonly number[] }): void {
    this.lastSearches.delete(key);
    this.lastSearches.set(key, found);
    const [oldest] = this.lastSearches.keys();
    if (this.lastSearches.size > MAX_SEARCHES && oldest !== undefined)
      this.lastSearches.delete(oldest);
  }

  /** Everything as on the first day; settings stay. @throws Error for a seed that is not known */
  reset(seed: string, objects: number): void {
    this.#day = this.#firstDay(seed, objects);
    this.lastSearches.clear();
  }

  #firstDay(seed: string, objects: number): Day {
    const site = new Site(workspaceIdOf(this.siteNumber), this.now, this.settings);
    const accounts = makeAccounts(this.siteNumber).map((account, at) =>
      this.isDataCenter ? { ...account, accountId: `JIRAUSER${10_000 + at}` } : account,
    );
    plant(site, seed, objects, accounts);
    for (const account of accounts)
      if (!account.isService) site.callers.set(account.accountId, userOf(account));
    return {
      site,
      accounts,
      random: new Random(`${seed} decisions`),
      churn: new Churn(site, this.settings, new Random(`${seed} churn`)),
    };
  }
}

const userOf = ({ accountId, name, email, timeZone }: Account): SimUser => ({
  accountId,
  displayName: name,
  email,
  emailVisible: true,
  active: true,
  deleted: false,
  timeZone,
  locale: 'en_US',
});
