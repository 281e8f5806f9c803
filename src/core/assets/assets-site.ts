import { ProductError } from '../kernel/errors.ts';
import type { JsonValue } from '../kernel/json.ts';

/** How an account on a Cloud site is spoken for. */
export interface SiteCredentials {
  siteUrl: string;
  workspaceId: string;
  email: string;
  token: string;
}

export interface SiteAccount {
  accountId: string;
  displayName: string;
  timeZone: string;
}

/** A schema as the site lists it. */
export interface SiteSchema {
  id: string;
  name: string;
  key: string;
  description: string;
  objectCount: number;
  objectTypeCount: number;
  /** Whether the account manages the schema; `null` where the site does not say. */
  canManage: boolean | null;
  created: string;
  updated: string;
}

export interface SiteObjectType {
  id: string;
  name: string;
  description: string;
  iconId: string;
  iconName: string;
  position: number;
  parentId: string | null;
  schemaId: string;
  inherited: boolean;
  abstract: boolean;
  objectCount: number;
}

/** An attribute definition: ids as strings, everything a restore needs, under Assets' own names. */
export interface SiteAttribute {
  id: string;
  objectTypeId: string;
  name: string;
  position: number;
  /** Assets' `type` (0 default, 1 reference, 2 user, 4 group, 7 status, …); absent on the wire means 0. */
  type: number;
  /** Assets' definition without what differs between callers (icons, counts, urls). */
  definition: Record<string, JsonValue>;
}

export interface SiteUser {
  accountId: string;
  displayName: string;
  email: string | null;
  deleted: boolean;
}
export interface SiteGroup {
  name: string;
}

/** One value of an attribute, in the form that a restore can write, never the locale-formatted display value. */
export type SiteValue =
  | { value: string }
  | { object: string }
  | { user: string }
  | { group: string }
  | { status: string; name: string }
  | { project: string; name?: string }
  | { other: JsonValue };

export interface SiteObject {
  id: string;
  typeId: string;
  key: string;
  label: string;
  created: string;
  updated: string;
  /** Attribute id → its values, attributes without values left out. Key, Created and Updated are left out too: they are fields above. */
  values: Record<string, SiteValue[]>;
}

export interface ObjectPage {
  objects: SiteObject[];
  users: SiteUser[];
  groups: SiteGroup[];
  /** True when the site says that nothing comes after this page. */
  last: boolean;
  /** Ids of objects in the page whose shape was not understood, with the reason: reported, never dropped silently. */
  unreadable: { id: string; reason: string }[];
}

/** A page as it came: objects are made of it when its turn comes, so that pages that wait are bytes and nothing more. */
export interface ReceivedPage {
  /** To be called once: the bytes are given back. @throws Unavailable `unexpected-answer` */
  read(): ObjectPage;
}

/** An object's id and update time, as the census needs it. */
export interface CensusEntry {
  id: string;
  updated: string;
}

/** Where a page starts: by offset, or after an object id where the site answers `objectId >` in order. */
export type PageStart = { offset: number } | { afterId: string };

/**
 * Reading an Assets site. Every call waits for the site's rate budget, repeats what may be repeated, and obeys `signal`.
 * @throws Refused `token-refused` | `no-permission` | `schema-gone` | `workspace-gone` | `no-assets`; Unavailable when the patience is used up;
 * Unavailable `unexpected-answer` (names endpoint and field) when the answer has another shape.
 */
export interface AssetsSite {
  /** `complete` is false when the listing was cut short. */
  schemas(signal?: AbortSignal): Promise<{ schemas: SiteSchema[]; complete: boolean }>;
  /** @throws Refused `schema-gone` (404) or `no-permission` */
  schema(schemaId: string, signal?: AbortSignal): Promise<SiteSchema>;
  objectTypes(schemaId: string, signal?: AbortSignal): Promise<SiteObjectType[]>;
  /** The type's own attributes, inherited ones left out. */
  attributes(objectTypeId: string, signal?: AbortSignal): Promise<SiteAttribute[]>;
  /** A schema's own and the global ones; without a schema the global ones. */
  referenceTypes(
    schemaId: string | undefined,
    signal?: AbortSignal,
  ): Promise<{ id: string; definition: Record<string, JsonValue> }[]>;
  /** Likewise. */
  statusTypes(
    schemaId: string | undefined,
    signal?: AbortSignal,
  ): Promise<{ id: string; definition: Record<string, JsonValue> }[]>;
  /** Whether `objectId > N ORDER BY objectId` answers rightly here (probed once per schema). */
  supportsKeyset(schemaId: string, signal?: AbortSignal): Promise<boolean>;
  /** One page of a type's objects (the type alone, without its children) with all values. */
  objects(
    typeId: string,
    start: PageStart,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ReceivedPage>;
  /** The named objects with all values; those that are gone are not in the answer. */
  objectsById(ids: string[], signal?: AbortSignal): Promise<ReceivedPage>;
  /** Ids and update times of a type's objects, without values. */
  census(
    typeId: string,
    start: PageStart,
    limit: number,
    signal?: AbortSignal,
  ): Promise<{ entries: CensusEntry[]; last: boolean }>;
}

export interface SiteFactory {
  /** A site spoken for by these credentials, within that site's rate budget. `onWait` hears of waits for the rate limit or a site that is down. */
  open(
    credentials: SiteCredentials,
    options?: { onWait?: (wait: SiteWait | null) => void },
  ): AssetsSite;
}

/** Why a run stands still just now; shown in the grid. */
export interface SiteWait {
  reason: 'rate-limit' | 'unreachable';
  untilMs: number;
}

/** An answer was larger than the client takes at once: ask for fewer objects. A page of one object is taken whatever its size. */
export class AnswerTooLarge extends ProductError {
  constructor(options?: { cause?: unknown }) {
    super('answer-too-large', 'The answer of the site was larger than one page may be.', options);
  }
}
