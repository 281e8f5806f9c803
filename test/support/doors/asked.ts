import type { Page, Request, Route } from 'playwright-core';
import { DOOR } from './door.ts';

/** Where a page's questions leave the browser: straight to the service, or by Forge's bridge. */
const WAYS = { connect: '**/app/**', forge: '**/_simulator/forge/invoke' };
/** Before the service's own addresses, in what the bridge carries. */
const FORGE_ROOT = '/forge';

interface Asking {
  method: string;
  /** With its query, as the service knows it. */
  path: string;
}

/** A question of a page that is held until it continues or is answered here. */
export interface Asked extends Asking {
  request: Request;
  goOn(): Promise<void>;
  /** Answers with this markup, instead of the service. */
  answer(html: string): Promise<void>;
}

/** Takes what the page asks the service for from now on, by whichever door; `take` says whether. */
export async function takeAsked(page: Page, take: (asked: Asked) => boolean): Promise<void> {
  await page.route(WAYS[DOOR], (route) => {
    const asked = askedBy(route);
    if (!take(asked)) return route.continue();
    return undefined;
  });
}

/** Resolves with the next answer to a question of that path. */
export const whenAnswered = (page: Page, path: RegExp): Promise<unknown> =>
  page.waitForResponse((response) => path.test(readAsking(response.request()).path));

function askedBy(route: Route): Asked {
  const request = route.request();
  return {
    ...readAsking(request),
    request,
    goOn: () => route.continue(),
    answer: (html) =>
      DOOR === 'forge'
        ? route.fulfill({ json: carried(html) })
        : route.fulfill({ status: 200, body: html }),
  };
}

function readAsking(request: Request): Asking {
  const { pathname, search } = new URL(request.url());
  const plain = { method: request.method(), path: `${pathname}${search}` };
  if (DOOR === 'connect' || !pathname.endsWith('/forge/invoke')) return plain;
  const { call } = request.postDataJSON() as { call: Asking };
  return { method: call.method, path: call.path.slice(FORGE_ROOT.length) };
}

/** As the bridge hands it to the page. */
const carried = (html: string): object => ({
  success: true,
  payload: { status: 200, headers: {}, body: { status: 200, html, headers: {} } },
});
