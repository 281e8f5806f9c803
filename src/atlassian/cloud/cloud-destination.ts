import type { AttributeInput } from '../../core/assets/model/attribute-input.ts';
import type { ObjectInput } from '../../core/assets/model/object-input.ts';
import type { ObjectTypeInput } from '../../core/assets/model/object-type-input.ts';
import type { ReferenceTypeInput } from '../../core/assets/model/reference-type-input.ts';
import type { StatusInput } from '../../core/assets/model/status-input.ts';
import type { Comment } from '../../core/assets/model/comment.ts';
import type { RoleActor } from '../../core/assets/model/role.ts';
import type { SchemaFlags } from '../../core/assets/model/schema-properties.ts';
import type { Schema } from '../../core/assets/model/schema.ts';
import type { AssetsDestination } from '../../core/assets/ports/assets-destination.ts';
import type { Available } from '../../core/assets/ports/site/available.ts';
import type { CallAllowance } from '../../core/assets/ports/site/call-allowance.ts';
import type { WrittenObject } from '../../core/assets/ports/assets-writer.ts';
import type { DirectoryUser, ListedNames } from '../../core/assets/ports/directory.ts';
import type { AttachmentStore } from '../../core/assets/ports/files/attachment-store.ts';
import type { IconStore } from '../../core/assets/ports/files/icon-store.ts';
import type { SiteLimits } from '../../core/assets/ports/site/site-limits.ts';
import type { SiteRights } from '../../core/assets/ports/site/site-rights.ts';
import type { AssetsCalls } from '../assets/calls/assets-calls.ts';
import type { AssetsComments } from '../assets/parts/assets-comments.ts';
import type { AssetsAccess } from '../assets/assets-access.ts';
import { AssetsObjectWriter } from '../assets/writing/assets-object-writer.ts';
import type { CloudPeople } from './cloud-people.ts';
import type { CloudIssues } from './issues/cloud-issues.ts';
import { CloudReader } from './cloud-reader.ts';
import { AssetsStructureWriter } from '../assets/writing/assets-structure-writer.ts';

/** Its kinds of groups are known, and these are not among them (assets-api: G). */
const LIMITS: SiteLimits = {
  reservedInNames: [],
  statusNameMax: Infinity,
  lacksKind: (kind) => kind === 'version' || kind === 'confluence',
};

interface DestinationParts {
  calls: AssetsCalls;
  access: AssetsAccess;
  comments: AssetsComments;
  people: CloudPeople;
  iconStore: IconStore;
  attachmentStore: AttachmentStore;
  issues: CloudIssues;
  allowance: () => CallAllowance;
}

/** Assets Cloud, read and written, and the people, groups, projects and issues of its Jira. */
export class CloudDestination extends CloudReader implements AssetsDestination {
  readonly #structure: AssetsStructureWriter;
  readonly #objects: AssetsObjectWriter;
  readonly #people: CloudPeople;
  readonly #access: AssetsAccess;
  readonly #comments: AssetsComments;
  readonly allowance: () => CallAllowance;

  readonly limits: SiteLimits = LIMITS;
  readonly iconStore: IconStore;
  readonly attachmentStore: AttachmentStore;
  readonly issues: CloudIssues;

  constructor(parts: DestinationParts) {
    const { calls, access, comments, people, iconStore, attachmentStore, issues } = parts;
    super(calls, { access });
    this.allowance = parts.allowance;
    this.iconStore = iconStore;
    this.attachmentStore = attachmentStore;
    this.issues = issues;
    this.#access = access;
    this.#comments = comments;
    this.#structure = new AssetsStructureWriter(calls);
    this.#objects = new AssetsObjectWriter(calls);
    this.#people = people;
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

  setSchemaProperties = (
    schemaId: string,
    flags: SchemaFlags,
    signal?: AbortSignal,
  ): Promise<Available<true>> => this.#access.setSchemaProperties(schemaId, flags, signal);
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

  people = (accountIds: string[], signal?: AbortSignal): Promise<DirectoryUser[]> =>
    this.#people.byId(accountIds, signal);
  personByEmail = (email: string, signal?: AbortSignal): Promise<DirectoryUser | null> =>
    this.#people.byEmail(email, signal);
  groups = (signal?: AbortSignal): Promise<ListedNames> => this.#people.groups(signal);
  projects = (signal?: AbortSignal): Promise<ListedNames> => this.#people.projects(signal);
  rights = (signal?: AbortSignal): Promise<SiteRights> => this.#people.rights(signal);
}
