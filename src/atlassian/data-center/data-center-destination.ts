import type { AttributeInput } from '../../core/assets/model/attribute-input.ts';
import type { Comment } from '../../core/assets/model/comment.ts';
import type { ObjectInput } from '../../core/assets/model/object-input.ts';
import type { ObjectTypeInput } from '../../core/assets/model/object-type-input.ts';
import type { ReferenceTypeInput } from '../../core/assets/model/reference-type-input.ts';
import type { RoleActor } from '../../core/assets/model/role.ts';
import type { SchemaFlags } from '../../core/assets/model/schema-properties.ts';
import type { Schema } from '../../core/assets/model/schema.ts';
import type { StatusInput } from '../../core/assets/model/status-input.ts';
import type { AttachmentStore } from '../../core/assets/ports/files/attachment-store.ts';
import type { AssetsDestination } from '../../core/assets/ports/assets-destination.ts';
import type { WrittenObject } from '../../core/assets/ports/assets-writer.ts';
import type { Available } from '../../core/assets/ports/site/available.ts';
import type { CallAllowance } from '../../core/assets/ports/site/call-allowance.ts';
import type { DirectoryUser, ListedNames } from '../../core/assets/ports/directory.ts';
import type { SiteLimits } from '../../core/assets/ports/site/site-limits.ts';
import type { SiteRights } from '../../core/assets/ports/site/site-rights.ts';
import type { AssetsAccess } from '../assets/assets-access.ts';
import type { AssetsComments } from '../assets/parts/assets-comments.ts';
import { AssetsObjectWriter } from '../assets/writing/assets-object-writer.ts';
import { DataCenterReader, type ReaderOptions } from './reading/data-center-reader.ts';
import type { DataCenterIssues } from './issues/data-center-issues.ts';
import type { DataCenterPeople } from './data-center-people.ts';
import type { DataCenterCalls } from './writing/data-center-calls.ts';
import { DataCenterStructureWriter } from './writing/data-center-structure-writer.ts';

/**
 * As a live one was seen to refuse it, and kinds that are not among its own, such as Cloud's for
 * Bitbucket (assets-api: D.2, G).
 */
const LIMITS: SiteLimits = {
  reservedInNames: ['=', ';', ':', '?', '.', '"'],
  statusNameMax: 30,
  lacksKind: (kind) => kind.startsWith('type '),
};

interface DestinationParts {
  calls: DataCenterCalls;
  reading: ReaderOptions & { access: AssetsAccess };
  comments: AssetsComments;
  attachmentStore: AttachmentStore;
  issues: DataCenterIssues;
  people: DataCenterPeople;
  allowance: () => CallAllowance;
}

/** Assets of Data Center, read and written, and the people, groups and projects of its Jira. */
export class DataCenterDestination extends DataCenterReader implements AssetsDestination {
  readonly #structure: DataCenterStructureWriter;
  readonly #objects: AssetsObjectWriter;
  readonly #access: AssetsAccess;
  readonly #comments: AssetsComments;
  readonly #people: DataCenterPeople;
  readonly allowance: () => CallAllowance;
  readonly limits: SiteLimits = LIMITS;
  readonly attachmentStore: AttachmentStore;
  readonly issues: DataCenterIssues;

  constructor({ calls, reading, comments, people, ...parts }: DestinationParts) {
    super(calls, reading);
    this.allowance = parts.allowance;
    this.attachmentStore = parts.attachmentStore;
    this.issues = parts.issues;
    this.#access = reading.access;
    this.#comments = comments;
    this.#people = people;
    this.#structure = new DataCenterStructureWriter(calls, (...of) => this.attributes(...of));
    this.#objects = new AssetsObjectWriter(calls);
  }

  createSchema = (
    input: { name: string; key: string; description: string },
    signal?: AbortSignal,
  ): Promise<Schema> => this.#structure.createSchema(input, signal);
  createObjectType = (input: ObjectTypeInput, signal?: AbortSignal): Promise<{ id: string }> =>
    this.#structure.createObjectType(input, signal);
  updateObjectType = (
    id: string,
    input: Partial<Omit<ObjectTypeInput, 'schemaId' | 'parentId'>>,
    signal?: AbortSignal,
  ): Promise<void> => this.#structure.updateObjectType(id, input, signal);
  createAttribute = (
    typeId: string,
    input: AttributeInput,
    signal?: AbortSignal,
  ): Promise<{ id: string }> => this.#structure.createAttribute(typeId, input, signal);
  updateAttribute = (
    typeId: string,
    id: string,
    input: Partial<AttributeInput>,
    signal?: AbortSignal,
  ): Promise<void> => this.#structure.updateAttribute(typeId, id, input, signal);
  deleteAttribute = (id: string, signal?: AbortSignal): Promise<void> =>
    this.#structure.deleteAttribute(id, signal);
  createStatus = (input: StatusInput, signal?: AbortSignal): Promise<{ id: string }> =>
    this.#structure.createStatus(input, signal);
  createReferenceType = (
    input: ReferenceTypeInput,
    signal?: AbortSignal,
  ): Promise<{ id: string }> => this.#structure.createReferenceType(input, signal);

  createObject = (input: ObjectInput, signal?: AbortSignal): Promise<WrittenObject> =>
    this.#objects.createObject(input, signal);
  updateObject = (id: string, input: ObjectInput, signal?: AbortSignal): Promise<WrittenObject> =>
    this.#objects.updateObject(id, input, signal);

  /** No version was seen to have a call for it. */
  setSchemaProperties = async (
    _schemaId: string,
    _flags: SchemaFlags,
  ): Promise<Available<true>> => ({
    unavailable: "Data Center doesn't offer the settings of schemas.",
  });
  moveAttribute = (
    objectTypeId: string,
    id: string,
    position: number,
    signal?: AbortSignal,
  ): Promise<Available<true>> => this.#access.moveAttribute(objectTypeId, id, position, signal);
  setRole = (
    id: string,
    actors: readonly Pick<RoleActor, 'kind' | 'id'>[],
    signal?: AbortSignal,
  ): Promise<Available<true>> => this.#access.setRole(id, actors, signal);

  comments = (objectId: string, signal?: AbortSignal): Promise<Available<Comment[]>> =>
    this.#comments.comments(objectId, signal);
  createComment = (
    objectId: string,
    comment: Pick<Comment, 'text' | 'role'>,
    signal?: AbortSignal,
  ): Promise<Available<true>> => this.#comments.createComment(objectId, comment, signal);

  people = (keys: string[], signal?: AbortSignal): Promise<DirectoryUser[]> =>
    this.#people.byId(keys, signal);
  personByEmail = (email: string, signal?: AbortSignal): Promise<DirectoryUser | null> =>
    this.#people.byEmail(email, signal);
  groups = (signal?: AbortSignal): Promise<ListedNames> => this.#people.groups(signal);
  projects = (signal?: AbortSignal): Promise<ListedNames> => this.#people.projects(signal);
  rights = (signal?: AbortSignal): Promise<SiteRights> => this.#people.rights(signal);
}
