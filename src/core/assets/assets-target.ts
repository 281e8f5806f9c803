import { ProductError, Refused } from '../kernel/errors.ts';
import type {
  AssetsSite,
  ReceivedPage,
  SiteCredentials,
  SiteObject,
  SiteSchema,
  SiteWait,
} from './assets-site.ts';

/** What a create or change of an object type names; ids as strings (assets-api: A.6). */
export interface ObjectTypeInput {
  name: string;
  description: string;
  iconId: string;
  schemaId: string;
  parentId?: string;
  inherited: boolean;
  abstract: boolean;
}

/**
 * An attribute's definition as it is written, under Assets' own names (assets-api: A.7). Reading is asymmetric: `typeValue` and `additionalValue` of a
 * reference come back as the referenced type and the reference type.
 */
export interface AttributeInput {
  name: string;
  /** 0 default, 1 reference, 2 user, 4 group, 7 status, … */
  type: number;
  /** Only of type 0. */
  defaultTypeId?: number;
  label?: boolean;
  description?: string;
  /** Of a reference: the id of the object type. */
  typeValue?: string;
  typeValueMulti?: string[];
  /** Of a reference: the id of the reference type; of others a switch such as SHOW_PROFILE. */
  additionalValue?: string;
  minimumCardinality?: number;
  /** -1: without end. */
  maximumCardinality?: number;
  suffix?: string;
  summable?: boolean;
  includeChildObjectTypes?: boolean;
  hidden?: boolean;
  uniqueAttribute?: boolean;
  regexValidation?: string;
  qlQuery?: string;
  /** Of a select: comma-separated. */
  options?: string;
}

/** An object as it is written: attribute id → values as text; an empty list clears, what is not named stays (assets-api: A.9). */
export interface ObjectInput {
  typeId: string;
  values: Record<string, string[]>;
}
export interface WrittenObject {
  id: string;
  key: string;
}

export interface SiteIcon {
  id: string;
  name: string;
}
/** `active` is false for an account that was deactivated: values cannot name it. */
export interface SitePerson {
  accountId: string;
  displayName: string;
  email: string | null;
  active: boolean;
}

/** The site refused what was written and wrote nothing of it. `fields`: attribute id, or name of a field, → what the site says. */
export class WriteRefused extends Refused {
  readonly fields: Readonly<Record<string, string>>;
  constructor(message: string, fields: Record<string, string>, options?: { cause?: unknown }) {
    super('write-refused', message, options);
    this.fields = fields;
  }
}

/** A create was sent and its answer was lost (5xx, time-out, cut connection) or cannot be read: it may have been done, may still be being done, or not. */
export class OutcomeUnknown extends ProductError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('outcome-unknown', message, options);
  }
}

/**
 * Writing an Assets site. A 429, and a failure before a byte was sent, mean that nothing was done: such calls are made again by themselves, within the
 * patience. Changes (`update…`, `delete…`) may be repeated and are; creates are sent once. A create that `signal` stops may have been done.
 * @throws WriteRefused (400, also 409, 413, 422); OutcomeUnknown (creates only); Refused `quota-full` | `no-permission` | `token-refused` | `workspace-gone` |
 * `schema-gone` (also for an object type, attribute or object that is not there) | `site-refused`; Unavailable `site-unreachable` when the patience is used
 * up: of a create it means that it was not done
 */
export interface AssetsTarget extends AssetsSite {
  createSchema(
    input: { name: string; key: string; description: string },
    signal?: AbortSignal,
  ): Promise<SiteSchema>;
  createObjectType(input: ObjectTypeInput, signal?: AbortSignal): Promise<{ id: string }>;
  updateObjectType(
    id: string,
    input: Partial<Omit<ObjectTypeInput, 'schemaId' | 'parentId'>>,
    signal?: AbortSignal,
  ): Promise<void>;
  createAttribute(
    typeId: string,
    input: AttributeInput,
    signal?: AbortSignal,
  ): Promise<{ id: string }>;
  updateAttribute(
    typeId: string,
    id: string,
    input: Partial<AttributeInput>,
    signal?: AbortSignal,
  ): Promise<void>;
  /** An attribute that is not there counts as deleted. */
  deleteAttribute(id: string, signal?: AbortSignal): Promise<void>;
  createStatus(
    input: { name: string; category: number; description: string; schemaId: string },
    signal?: AbortSignal,
  ): Promise<{ id: string }>;
  createReferenceType(
    input: { name: string; description: string; color: string; schemaId: string },
    signal?: AbortSignal,
  ): Promise<{ id: string }>;
  createObject(input: ObjectInput, signal?: AbortSignal): Promise<WrittenObject>;
  updateObject(id: string, input: ObjectInput, signal?: AbortSignal): Promise<WrittenObject>;

  /** Straight from the store, not through the search index; `null` when it is not there. */
  object(id: string, signal?: AbortSignal): Promise<SiteObject | null>;
  /** Whether an object type of this id is there and can be seen. */
  hasObjectType(id: string, signal?: AbortSignal): Promise<boolean>;
  /** Objects found by a query, all values with them. Through the search index, which lags behind writes by seconds. @throws Refused `site-refused` for a query that the site cannot read */
  search(query: string, offset: number, limit: number, signal?: AbortSignal): Promise<ReceivedPage>;
  /** The icons that belong to no schema: only these can be listed (assets-api: A.8). */
  icons(signal?: AbortSignal): Promise<SiteIcon[]>;
  /** Objects of the whole site. */
  objectTotal(signal?: AbortSignal): Promise<number>;
  /** Those of these accounts that the site knows. */
  people(accountIds: string[], signal?: AbortSignal): Promise<SitePerson[]>;
  /** The one active person whose visible e-mail is exactly this; `null` where there is none, or several, or where the account may not browse people. */
  personByEmail(email: string, signal?: AbortSignal): Promise<SitePerson | null>;
  /** Names of all groups. @throws Refused `no-permission` for an account that may not browse people */
  groups(signal?: AbortSignal): Promise<string[]>;
  /** Keys of all projects that the account sees. */
  projects(signal?: AbortSignal): Promise<string[]>;
}

export interface TargetFactory {
  /** A site to write to, spoken for by these credentials, within that site's rate budget. `page`: a person waits, who goes first and not for long. */
  openTarget(
    credentials: SiteCredentials,
    options?: { page?: boolean; onWait?: (wait: SiteWait | null) => void },
  ): AssetsTarget;
}
