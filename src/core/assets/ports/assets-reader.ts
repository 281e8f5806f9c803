import type { AssetsObject } from '../model/assets-object.ts';
import type { AttributeDefinition } from '../model/definitions/attribute-definition.ts';
import type { Icon } from '../model/icon.ts';
import type { ObjectType } from '../model/definitions/object-type.ts';
import type { ReferenceType } from '../model/definitions/reference-type.ts';
import type { Schema } from '../model/definitions/schema.ts';
import type { Status } from '../model/definitions/status.ts';
import type { AccessReader } from './parts/access-reader.ts';
import type { ArchiveReader } from './parts/archive-store.ts';
import type { CensusPage } from './pages/census-page.ts';
import type { PageStart } from './pages/page-start.ts';
import type { ReceivedPage } from './pages/received-page.ts';
import type { SchemaListing } from './pages/schema-listing.ts';
import type { TypeOf } from './pages/type-of.ts';

/**
 * Reads the Assets of a site. Every call waits for the site's rate budget, is repeated where that
 * is safe, and obeys `signal`. @throws Refused `token-refused` | `no-permission` | `schema-gone` |
 * `workspace-gone` | `no-assets`; Unavailable when patience runs out; Unavailable
 * `unexpected-answer` (names endpoint and field) when the answer has another shape
 */
export interface AssetsReader extends AccessReader {
  /** Absent where the kind of site has no archive. */
  readonly archive?: ArchiveReader | undefined;
  schemas(signal?: AbortSignal): Promise<SchemaListing>;
  /** @throws Refused `schema-gone` (404) or `no-permission` */
  schema(schemaId: string, signal?: AbortSignal): Promise<Schema>;
  /** All of a schema. @throws Unanswered */
  objectTypes(schemaId: string, signal?: AbortSignal): Promise<ObjectType[]>;
  /** One type by its own call; `null` if the schema doesn't have it. @throws Unanswered */
  objectType(id: string, schemaId: string, signal?: AbortSignal): Promise<ObjectType | null>;
  /**
   * Types as objects of the schema show them, without those of `besides`: some of them, but at
   * least one as long as there's one. Goes through the search index. @throws Unanswered
   */
  typesOfObjects(
    schemaId: string,
    besides: readonly string[],
    signal?: AbortSignal,
  ): Promise<ObjectType[]>;
  /** Whether an object type of this id exists and the account can see it. */
  hasObjectType(id: string, signal?: AbortSignal): Promise<boolean>;
  /** The type's own attributes, without inherited ones. @throws Unanswered */
  attributes(objectTypeId: string, signal?: AbortSignal): Promise<AttributeDefinition[]>;
  /**
   * An attribute that no list had, as pages of objects have shown it so far, by its id alone where
   * they haven't. It is of `objectTypeId` unless they say whose it is.
   */
  shownAttribute(id: string, objectTypeId: string): AttributeDefinition;
  /** A schema's own and the global ones; without a schema the global ones. */
  referenceTypes(schemaId: string | undefined, signal?: AbortSignal): Promise<ReferenceType[]>;
  /** A schema's own and the global ones; without a schema the global ones. */
  statusTypes(schemaId: string | undefined, signal?: AbortSignal): Promise<Status[]>;
  /** A schema's own, if the site lists them (assets-api: A.8, D.2), then the global ones. */
  icons(schemaId: string | undefined, signal?: AbortSignal): Promise<Icon[]>;
  /**
   * Whether `objectId > N ORDER BY objectId` is answered correctly here (probed once per schema).
   * If so, pages by offset are in the order of ids from then on.
   */
  supportsKeyset(schemaId: string, signal?: AbortSignal): Promise<boolean>;
  /**
   * One page of a type's objects (of the type itself, without its children) with all values. A page
   * may hold fewer than `limit` though more follow. @throws PageRefused for a later page that
   * begins too deep; Unanswered
   */
  objects(
    typeId: string,
    start: PageStart,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ReceivedPage>;
  /**
   * The objects with these ids, with all values. Deleted ones are not in the answer, and others may
   * be missing because a site gives only so many at once (`readObjectsById` requests the rest).
   * One without a type is of the type that `typeOf` says, or else unreadable. @throws Unanswered
   */
  objectsById(ids: string[], signal?: AbortSignal, typeOf?: TypeOf): Promise<ReceivedPage>;
  /** Straight from the store, bypassing the search index; `null` when it does not exist. */
  object(id: string, signal?: AbortSignal): Promise<AssetsObject | null>;
  /**
   * Objects found by an AQL query, with all values. Goes through the search index, which lags
   * behind writes by seconds. A page may hold fewer than `limit` though more follow. @throws
   * Refused `site-refused` for a query that the site cannot read; PageRefused for a later page that
   * begins too deep; Unanswered
   */
  search(query: string, offset: number, limit: number, signal?: AbortSignal): Promise<ReceivedPage>;
  /** Ids and update times of a type's objects, without values; paged like `objects`. */
  census(
    typeId: string,
    start: PageStart,
    limit: number,
    signal?: AbortSignal,
  ): Promise<CensusPage>;
  /** How many objects of a type (without its children) the site's search counts. */
  countObjects(typeId: string, signal?: AbortSignal): Promise<number>;
  /** How many objects the whole site has. */
  objectTotal(signal?: AbortSignal): Promise<number>;
}
