import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { PartReaders } from '../../assets/ports/part-readers.ts';
import { NotFound, Refused } from '../../kernel/errors.ts';
import type { SiteId, TenantId } from '../../kernel/ids.ts';
import type { AccountRefusal } from '../checks/account-refusal.ts';
import type { OpenOptions, SiteOpener } from './site-opener.ts';
import type { Site, SiteStore } from '../site.ts';

type Sites = Pick<SiteStore, 'get' | 'token' | 'noteRefusal'>;

/**
 * Opens any site of a tenant, of whatever kind, by the stored account. Whether the site still
 * accepts that account is noted, whatever it is called for.
 */
export class SiteAccess {
  readonly #sites: Sites;
  readonly #openers: ReadonlyMap<string, SiteOpener>;

  constructor(sites: Sites, openers: readonly SiteOpener[]) {
    this.#sites = sites;
    this.#openers = new Map(openers.map((opener) => [opener.kind, opener]));
  }

  /**
   * For reading. @throws NotFound when the connection or target instance was deleted; Refused
   * `token-refused` when no token is stored | `unknown-site-kind`
   */
  async open(
    tenantId: TenantId,
    id: SiteId,
    options: OpenOptions = {},
  ): Promise<{ site: Site; assets: AssetsReader }> {
    const { site, token, opener } = await this.#find(tenantId, id);
    return { site, assets: opener.openReader(site, token, this.#noting(site, options)) };
  }

  /** For the parts of a backup that are read in the background. @throws as `open` */
  async openParts(
    tenantId: TenantId,
    id: SiteId,
    options: OpenOptions = {},
  ): Promise<{ site: Site; readers: PartReaders }> {
    const { site, token, opener } = await this.#find(tenantId, id);
    return { site, readers: opener.openParts?.(site, token, this.#noting(site, options)) ?? {} };
  }

  /** For reading and writing. @throws as `open`; Refused `read-only-site` */
  async openDestination(
    tenantId: TenantId,
    id: SiteId,
    options: OpenOptions = {},
  ): Promise<{ site: Site; assets: AssetsDestination }> {
    const { site, token, opener } = await this.#find(tenantId, id);
    if (!opener.openDestination)
      throw new Refused('read-only-site', "Backups can't be restored to this kind of site.");
    return { site, assets: opener.openDestination(site, token, this.#noting(site, options)) };
  }

  /** A note that can't be saved must not fail the work: it's made when the site is opened next. */
  #noting(site: Site, options: OpenOptions): OpenOptions {
    let noted = site.refusal ?? null;
    const onVerdict = async (refusal: AccountRefusal | null): Promise<void> => {
      if (refusal === noted) return;
      noted = refusal;
      await this.#sites.noteRefusal(site, refusal).catch(() => {});
    };
    return { ...options, onVerdict };
  }

  async #find(
    tenantId: TenantId,
    id: SiteId,
  ): Promise<{ site: Site; token: string; opener: SiteOpener }> {
    const site = await this.#sites.get(tenantId, id);
    if (site.disconnectedAt)
      throw new NotFound('This site was disconnected. Set up the connection again.');
    const opener = this.#openers.get(site.kind);
    if (!opener)
      throw new Refused(
        'unknown-site-kind',
        `This version of the service doesn't support sites of the kind "${site.kind}".`,
      );
    const token = await this.#sites.token(tenantId, id);
    if (token === null && !opener.needsNoToken?.(site))
      throw new Refused('token-refused', noToken(site));
    return { site, token: token ?? '', opener };
  }
}

const noToken = (site: Site): string =>
  site.roles.source
    ? 'No API token is saved. Add one in Settings.'
    : 'No API token is saved for the destination. Edit the target instance.';
