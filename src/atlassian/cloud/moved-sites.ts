import { InvalidInput } from '../../core/kernel/errors.ts';
import { RecentMap } from '../../core/kernel/collections/recent-map.ts';
import type { Clock } from '../../core/kernel/time/clock.ts';
import type { CloudPlaces } from '../../core/sites/kinds/cloud-places.ts';
import type { Site } from '../../core/sites/site.ts';
import { readSiteUrl } from '../address/read-site-url.ts';
import { SiteRedirects, type Http } from '../http/http.ts';
import type { CloudIds } from './cloud-ids.ts';

/** After this long, a redirect that led elsewhere is checked again. */
const LOOK_AGAIN_MS = 60_000;
const MAX_REMEMBERED = 1_000;

interface Deps {
  cloudIds: CloudIds;
  places: CloudPlaces;
  clock: Clock;
  /** Origins of pretend sites. */
  allowed: readonly string[];
}

/**
 * Follows a site that was renamed. A redirect is accepted if the site at its end has the cloud id
 * that the site at its beginning is known by, which is asked without credentials; then the new
 * address is stored everywhere. Any other redirect is not followed.
 */
export class MovedSites {
  readonly #deps: Deps;
  /** By where a redirect begins and where it ends: until when it counts as leading elsewhere. */
  readonly #elsewhere = new RecentMap<string, number>(MAX_REMEMBERED);

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Calls below `siteUrl` go to where the site is now, once that was found out. */
  layer(next: Http, siteUrl: string): Http {
    let origin = siteUrl;
    return async (call, signal) => {
      const isHere = call.url.startsWith(`${siteUrl}/`);
      const send = () =>
        next(isHere ? { ...call, url: origin + call.url.slice(siteUrl.length) } : call, signal);
      try {
        return await send();
      } catch (error) {
        const moved =
          isHere && error instanceof SiteRedirects && (await this.follow(origin, error));
        if (!moved) throw error;
        origin = moved;
        return send();
      }
    };
  }

  /** Notes the cloud id of a stored site, where the site tells it. @throws Unavailable */
  async learn({ tenantId, id, siteUrl }: Site): Promise<void> {
    const { cloudIds, places } = this.#deps;
    const cloudId = await cloudIds.find(siteUrl);
    if (cloudId !== null) await places.learn(tenantId, id, cloudId);
  }

  /** Where the site is now; null where that is another site, or cannot be found out right now. */
  async follow(siteUrl: string, { location }: SiteRedirects): Promise<string | null> {
    const { places, clock } = this.#deps;
    const to = this.#originOf(siteUrl, location);
    if (to === null) return null;
    const way = `${siteUrl} ${to}`;
    if ((this.#elsewhere.get(way) ?? -Infinity) > clock.monotonicMs()) return null;
    if (await this.#isSameSite(siteUrl, to)) {
      await places.move({ from: siteUrl, to });
      return to;
    }
    this.#elsewhere.set(way, clock.monotonicMs() + LOOK_AGAIN_MS);
    return null;
  }

  async #isSameSite(from: string, to: string): Promise<boolean> {
    const known = await this.#deps.places.cloudIdAt(from);
    return known !== null && known === (await this.#deps.cloudIds.find(to));
  }

  /** Null for what is no address of another site. */
  #originOf(siteUrl: string, location: string | undefined): string | null {
    const url = location === undefined ? null : URL.parse(location, siteUrl);
    if (!url || url.origin === siteUrl) return null;
    try {
      return readSiteUrl(url.href, this.#deps.allowed);
    } catch (error) {
      if (error instanceof InvalidInput) return null;
      throw error;
    }
  }
}
