import { InvalidInput } from '../../core/kernel/errors.ts';
import type { SiteAddressCheck } from '../../core/sites/checks/site-address-check.ts';
import { AddressRefused, type AddressGuard } from './address-guard.ts';
import { askSite, type AskSite } from './ask-site.ts';
import { NOT_ALLOWED, readSiteUrl } from './read-site-url.ts';

const NO_ANSWER = "The site doesn't answer over https";
/**
 * An address that Jira answers for everybody: a site's start page would redirect strangers to the
 * login on another host.
 */
const ASKED = '/rest/api/3/serverInfo';

/**
 * Reads the address, then asks the site without credentials. Any answer will do, except one that
 * leads elsewhere: the check of the account finds out whether it is Jira.
 */
export class CloudSiteAddress implements SiteAddressCheck {
  readonly #guard: AddressGuard;
  readonly #ask: AskSite;

  constructor(guard: AddressGuard, ask: AskSite = askSite(guard)) {
    this.#guard = guard;
    this.#ask = ask;
  }

  async check(url: string): Promise<string> {
    const origin = readSiteUrl(url, this.#guard.allowed);
    const { status, location } = await this.#ask(`${origin}${ASKED}`).catch((error: unknown) => {
      throw new InvalidInput(
        { siteUrl: error instanceof AddressRefused ? NOT_ALLOWED : NO_ANSWER },
        { cause: error },
      );
    });
    if (
      status >= 300 &&
      status < 400 &&
      location !== undefined &&
      URL.parse(location, origin)?.origin !== origin
    )
      throw new InvalidInput({ siteUrl: NOT_ALLOWED });
    return origin;
  }
}
