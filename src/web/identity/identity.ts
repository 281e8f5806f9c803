import type { Express, Request, Response } from 'express';
import type { Caller } from './caller.ts';

/** What the host product reports about its installation of the app. */
export type HostEvent = 'install' | 'uninstall' | 'site';

/** Where the host's own parts of a page come from, and who may frame it. */
export interface HostOrigins {
  scripts: string[];
  styles: string[];
  fonts: string[];
  frames: string[];
}

/** Says who is calling, as vouched for by the host. */
export interface CallerSource {
  /**
   * Identifies who requests a page, by its signed address, or a fragment, by a token of the page.
   * @throws Unauthenticated, NotAllowed, Unavailable
   */
  identify(request: Request, response: Response, asked: 'page' | 'fragment'): Promise<Caller>;
}

/**
 * The front door that serves whole pages: the one place that knows how the product that hosts the
 * app vouches for who is calling. Connect is the answer; beside it stands the door of Forge, whose
 * page comes from Atlassian and asks for fragments alone (`identity/forge`).
 */
export interface Identity extends CallerSource {
  /** The script of the host that every page loads; `siteUrl` is the site that shows the page. */
  hostScript(siteUrl?: string): string;
  readonly origins: HostOrigins;
  /**
   * Mounts what the front door itself answers, before any route; resolves when everything is
   * mounted.
   */
  mount(app: Express): Promise<void>;
  /**
   * Verifies, carries out and answers an event of the host; safe to repeat. @throws
   * Unauthenticated, InvalidInput, Unavailable
   */
  receive(event: HostEvent, request: Request, response: Response): Promise<void>;
}
