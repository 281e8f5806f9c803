import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { siteId, type SiteId, type TenantId } from '../kernel/ids.ts';
import type { JsonObject } from '../kernel/json/json-value.ts';
import type { Site } from './site.ts';

/**
 * A kind of site: how it is addressed, and what makes two of them the same. A new one is a file in
 * `kinds/` and a folder in src/atlassian.
 */
export interface SiteKind<Details extends JsonObject = JsonObject> {
  /** Stored in every site and catalog entry: it never changes. */
  readonly name: string;
  readonly details: z.ZodType<Details>;
  /** The `key` of a site with these details. No other kind makes the same. */
  keyOf(details: Details): string;
  /** How a site with these details is shown to administrators. */
  readonly shown: {
    /** The kind itself, such as `Cloud`. */
    label: string;
    describe(details: Details): SiteFacts;
  };
}

/** What only the kind knows to say of one of its sites. */
export interface SiteFacts {
  /** How the account signs in, beside the person's name. */
  signsInAs?: string | undefined;
  /** How the site is addressed, beside its URL. */
  addressedBy: { name: string; value: string }[];
  /** What sets this site apart, in a word each. */
  marks: string[];
}

/** @throws ZodError when the site was not stored by this kind */
export function readDetails<Details extends JsonObject>(
  kind: Pick<SiteKind<Details>, 'details'>,
  site: Pick<Site, 'details'>,
): Details {
  return kind.details.parse(site.details);
}

/**
 * The id of a source: the same whenever the tenant connects the same place, so that its catalog and
 * backups come back, and whichever of two replicas is first. Target instances have ids of their
 * own: there may be several of one place.
 */
export function sourceIdOf(tenantId: TenantId, kindName: string, key: string): SiteId {
  const identity = JSON.stringify([tenantId, kindName, key]);
  return siteId(createHash('sha256').update(identity).digest('hex').slice(0, 24));
}
