import type { Clock } from '../../core/kernel/time/clock.ts';
import { Unavailable } from '../../core/kernel/errors.ts';
import { NeverSent, type Http, type HttpAnswer, type HttpCall } from '../http/http.ts';
import { ASSETS_ROOTS, type AssetsRoot } from './assets-roots.ts';
import { isRouteUnknown } from './is-route-unknown.ts';

const LIST = 'objectschema/list';
/** After this long, a root that was there is looked for again. */
const LOOK_AGAIN_MS = 60_000;

interface WatchedRoot {
  siteUrl: string;
  root: AssetsRoot;
  clock: Clock;
  /** Notes that Assets is below another root now. Repeatable. */
  noteRoot: (root: AssetsRoot) => Promise<void>;
}

/**
 * Notices that an upgrade of Jira has moved Assets to its other root. Only Jira's own 404 for an
 * unknown address counts, never a refused sign-in, which could end in a CAPTCHA. The call isn't
 * repeated, because searches have other words there: whoever makes calls has to open the site
 * again. @throws Unavailable `assets-moved`; NeverSent while Assets is below neither, such as while
 * it starts
 */
export function withRootWatch(next: Http, watched: WatchedRoot): Http {
  const { siteUrl, root, noteRoot } = watched;
  const search = new RootSearch(next, watched);
  let isMoved = false;
  return async (call, signal) => {
    if (!call.url.startsWith(`${siteUrl}${ASSETS_ROOTS[root]}/`)) return next(call, signal);
    if (isMoved) throw assetsMoved();
    const answer = await next(call, signal);
    if (!isRouteUnknown(answer)) return answer;
    const there = await search.run(call, signal);
    if (there === root) return answer;
    if (there === undefined) throw new NeverSent("Jira doesn't have Assets right now");
    await noteRoot(there);
    isMoved = true;
    throw assetsMoved();
  };
}

/** Looks for Assets below both roots. */
class RootSearch {
  readonly #next: Http;
  readonly #watched: WatchedRoot;
  #lookAgainAt = -Infinity;

  constructor(next: Http, watched: WatchedRoot) {
    this.#next = next;
    this.#watched = watched;
  }

  /** Undefined if Assets is below neither. `call` is signed. */
  async run(call: HttpCall, signal: AbortSignal | undefined): Promise<AssetsRoot | undefined> {
    const { root, clock } = this.#watched;
    if (clock.monotonicMs() < this.#lookAgainAt) return root;
    if (isRouteUnknown(await this.#list(root, call, signal))) {
      const other = root === 'assets' ? 'insight' : 'assets';
      return isList(await this.#list(other, call, signal)) ? other : undefined;
    }
    this.#lookAgainAt = clock.monotonicMs() + LOOK_AGAIN_MS;
    return root;
  }

  #list(
    root: AssetsRoot,
    { headers: { authorization = '' } = {} }: HttpCall,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const url = `${this.#watched.siteUrl}${ASSETS_ROOTS[root]}/${LIST}`;
    const headers = { authorization };
    return this.#next({ method: 'GET', url, headers, endpoint: `GET ${LIST}` }, signal);
  }
}

const isList = ({ status, body }: HttpAnswer): boolean =>
  status < 300 && body.includes('"objectschemas"');

const assetsMoved = (): Unavailable =>
  new Unavailable(
    'assets-moved',
    'Jira moved Assets to another address, as upgrades do. The app has saved the new one. Try again.',
    { retryAfterMs: 0 },
  );
