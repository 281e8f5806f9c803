import type { Connection } from 'mongoose';
import { Conflict, NotFound } from '../../core/kernel/errors.ts';
import type { SiteId, TenantId } from '../../core/kernel/ids.ts';
import type { AccountRefusal } from '../../core/sites/checks/account-refusal.ts';
import type {
  SetupNotes,
  SetupPatch,
  Site,
  SiteStore,
  SourceSetup,
  SourceSite,
} from '../../core/sites/site.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import { definedFields, setFields } from '../set-fields.ts';
import { TenantCollection } from '../tenant-collection.ts';
import { isDuplicate } from '../translate-error.ts';
import { OWN_SLOT, siteSchema, siteShape, slotOf, type SiteDocument } from './site-document.ts';

const IS_CONNECTED = { 'roles.source': true, disconnectedAt: null };

export class MongoSiteStore implements SiteStore {
  readonly #sites: TenantCollection<SiteDocument>;
  readonly #secrets: SecretBox;

  constructor(connection: Connection, secrets: SecretBox) {
    this.#sites = new TenantCollection(connection, 'Site', siteSchema, siteShape);
    this.#secrets = secrets;
  }

  async get(tenantId: TenantId, id: SiteId): Promise<Site> {
    return toSite(await this.#read(tenantId, id));
  }

  async ownSite(tenantId: TenantId): Promise<SourceSite | undefined> {
    const document = await this.#sites.of(tenantId).findOne({ slot: OWN_SLOT });
    return document ? toSource(toSite(document)) : undefined;
  }

  async sources(tenantId: TenantId): Promise<SourceSite[]> {
    const documents = await this.#sites.of(tenantId).find({ 'roles.source': true });
    return documents.map((document) => toSource(toSite(document))).sort(connectedFirst);
  }

  async targets(tenantId: TenantId): Promise<Site[]> {
    const documents = await this.#sites
      .of(tenantId)
      .find({ 'roles.source': false }, { sort: { slot: 1 } });
    return documents.map(toSite);
  }

  async save(site: Site, token: string | null | undefined): Promise<Site> {
    const { disconnectedAt: _connectedAgain, refusal: _accepted, ...fields } = site;
    const saved = { ...fields, revision: site.revision + 1 };
    const document = await this.#toDocument(saved, token ?? undefined);
    const written = await this.#write(site.revision, document, token === null);
    if (!written) throw changedMeanwhile(site);
    return saved;
  }

  async patchSetup(tenantId: TenantId, id: SiteId, fields: SetupPatch): Promise<SourceSite> {
    const patched = await this.#sites
      .of(tenantId)
      .findOneAndUpdate(
        { _id: id, ...IS_CONNECTED },
        { ...setFields(ofSetup(fields)), $inc: { revision: 1 } },
      );
    if (!patched) throw wasDisconnected();
    return toSource(toSite(patched));
  }

  async noteSetup(tenantId: TenantId, id: SiteId, notes: SetupNotes): Promise<void> {
    const isNoted = await this.#sites
      .of(tenantId)
      .update({ _id: id, ...IS_CONNECTED }, setFields(ofSetup(notes)));
    if (!isNoted) throw wasDisconnected();
  }

  async noteTest({ id, tenantId, revision, account, details, setup }: SourceSite): Promise<void> {
    const { rights, visibleSchemas } = setup;
    const accepted = { refusal: undefined };
    const found = { account, details, ...accepted, ...ofSetup({ rights, visibleSchemas }) };
    await this.#sites.of(tenantId).update({ _id: id, revision, ...IS_CONNECTED }, setFields(found));
  }

  async noteRefusal(
    { id, tenantId, revision }: Site,
    refusal: AccountRefusal | null,
  ): Promise<void> {
    const noted = setFields({ refusal: refusal ?? undefined });
    await this.#sites.of(tenantId).update({ _id: id, revision }, noted);
  }

  async token(tenantId: TenantId, id: SiteId): Promise<string | null> {
    const { token } = await this.#read(tenantId, id);
    return token ? this.#secrets.open(tenantId, id, 'token', token) : null;
  }

  async sourcesWith(
    kind: string,
    { name, value }: { name: string; value: string },
  ): Promise<SourceSite[]> {
    const isMeant = { kind, 'roles.source': true, [`details.${name}`]: String(value) };
    const documents = await this.#sites.everyTenant.find(isMeant);
    return documents.map((document) => toSource(toSite(document)));
  }

  async at(siteUrl: string): Promise<Site[]> {
    return (await this.#sites.everyTenant.find({ siteUrl })).map(toSite);
  }

  async setPlace(
    site: Site,
    { siteUrl, details }: Pick<Site, 'siteUrl' | 'details'>,
  ): Promise<void> {
    await this.#sites
      .of(site.tenantId)
      .update(
        { _id: site.id, siteUrl: site.siteUrl },
        { $set: { siteUrl, details }, $inc: { revision: 1 } },
      );
  }

  async disconnect(tenantId: TenantId, id: SiteId): Promise<void> {
    const document = await this.#read(tenantId, id);
    const disconnectedAt = new Date();
    const slot = slotOf({ ...toSite(document), disconnectedAt });
    await this.#sites.of(tenantId).update(
      { _id: id, ...IS_CONNECTED },
      {
        $set: { disconnectedAt, slot, 'setup.stepsDone': 0 },
        $unset: { token: 1 },
        $inc: { revision: 1 },
      },
    );
  }

  async remove(tenantId: TenantId, id: SiteId): Promise<void> {
    await this.#sites.of(tenantId).delete({ _id: id, 'roles.source': false });
  }

  purge(tenantId: TenantId): Promise<void> {
    return this.#sites.purge(tenantId);
  }

  async #read(tenantId: TenantId, id: SiteId): Promise<SiteDocument> {
    const document = await this.#sites.of(tenantId).byId(id);
    if (!document) throw new NotFound('This target instance was deleted. Go back to Settings.');
    return document;
  }

  async #toDocument(site: Site, token: string | undefined): Promise<SiteDocument> {
    const { id, setup, ...fields } = site;
    return {
      _id: id,
      ...fields,
      setup: setup && definedFields(setup),
      disconnectedAt: site.disconnectedAt,
      refusal: site.refusal,
      slot: slotOf(site),
      token: token && (await this.#secrets.seal(site.tenantId, id, 'token', token)),
    };
  }

  /**
   * False when the site was changed or deleted meanwhile. The stored token stays where the document
   * has none, unless it is to be erased. @throws Conflict
   */
  async #write(revision: number, document: SiteDocument, erasesToken: boolean): Promise<boolean> {
    const { _id, tenantId } = document;
    const sites = this.#sites.of(tenantId);
    const keepsToken = document.token === undefined && !erasesToken;
    try {
      if (revision > 0)
        return await sites.update({ _id, revision }, changeTo(document, keepsToken));
      if (await sites.insert(document)) return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    if (document.name === undefined) return false;
    const what = document.roles.source ? 'an instance' : 'a target instance';
    throw new Conflict(
      'name-taken',
      `You already have ${what} with this name. Choose another name.`,
    );
  }
}

const ofSetup = (fields: Partial<SourceSetup>): object =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`setup.${name}`, value]));

/** All but what stays as it is stored: what was noted, and the token where there is no other. */
function changeTo(document: SiteDocument, keepsToken: boolean): ReturnType<typeof setFields> {
  const { _id, tenantId: _tenantId, token, setup, ...fields } = document;
  const sealed = keepsToken ? {} : { token };
  if (!setup) return setFields({ ...fields, ...sealed });
  const { lastSyncAt: _lastSyncAt, attachments: _attachments, ...decided } = setup;
  const cleared = { tokenExpiresOn: undefined };
  return setFields({ ...fields, ...sealed, ...ofSetup({ ...cleared, ...decided }) });
}

const wasDisconnected = (): NotFound =>
  new NotFound('This site was disconnected. Set up the connection again.');

function changedMeanwhile({ roles }: Site): Conflict {
  return roles.source
    ? new Conflict(
        'connection-changed',
        'Somebody else changed this configuration while you had it open. Reload the page to see it.',
      )
    : new Conflict(
        'target-changed',
        'Somebody else changed or deleted this target instance while you had it open. Go back to Settings to see it.',
      );
}

function toSite({ _id, slot: _slot, token: _token, ...fields }: SiteDocument): Site {
  return { id: _id, ...fields };
}

function toSource(site: Site): SourceSite {
  if (!site.setup) throw new Error(`The site ${site.id} is a source without a setup.`);
  return { ...site, setup: site.setup };
}

/** The tenant's own site has no name. */
function connectedFirst(a: Site, b: Site): number {
  const leftAt = ({ disconnectedAt }: Site): number => disconnectedAt?.getTime() ?? Infinity;
  return leftAt(b) === leftAt(a)
    ? (a.name ?? '').localeCompare(b.name ?? '')
    : leftAt(b) - leftAt(a);
}
