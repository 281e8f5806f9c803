/** What a pretend site holds. Numbers for ids; they become strings on the wire. */
export type Value =
  | string
  | { ref: number }
  | { user: string }
  | { group: string }
  | { status: number }
  | { project: string }
  /** What stands in answers as it is, and can stand nowhere else. */
  | { odd: unknown };

/** Members of something's answers that are otherwise than usual; undefined takes one away. */
export type OddMembers = Record<string, unknown>;

export interface SimObject {
  id: number;
  typeId: number;
  /** The number in its key. */
  number: number;
  created: number;
  updated: number;
  /** Attribute id → values. Key, Created and Updated are not among them. */
  values: Record<number, Value[]>;
  /** A picture of its own. */
  avatar?: Buffer;
  odd?: OddMembers;
}

export const isReference = (value: Value): value is { ref: number } =>
  typeof value === 'object' && 'ref' in value;

/** Ids of the objects that an object refers to, once for each of its values. */
export const refsOf = (object: SimObject): number[] =>
  Object.values(object.values)
    .flat()
    .filter(isReference)
    .map(({ ref }) => ref);

export interface SimAttribute {
  id: number;
  typeId: number;
  name: string;
  position: number;
  type: number;
  defaultTypeId?: number;
  label: boolean;
  system: boolean;
  editable: boolean;
  removable: boolean;
  hidden: boolean;
  unique: boolean;
  minimum: number;
  maximum: number;
  description?: string;
  referenceTypeId?: number;
  referenceObjectTypeId?: number;
  includeChildren?: boolean;
  typeValueMulti?: string[];
  additionalValue?: string;
  suffix?: string;
  summable?: boolean;
  regex?: string;
  qlQuery?: string;
  options?: string;
  odd?: OddMembers;
}

export interface SimType {
  id: number;
  schemaId: number;
  name: string;
  description: string;
  /** A number for those that Atlassian brings, a UUID for a site's own. */
  iconId: string;
  parentId: number | null;
  position: number;
  inherited: boolean;
  abstract: boolean;
  created: number;
  updated: number;
  odd?: OddMembers;
}

/** Who may do what in a schema, or with one of its object types. */
export interface SimRole {
  id: number;
  name: string;
  schemaId: number;
  typeId?: number;
  /** Account ids. */
  users: string[];
  /** Names. */
  groups: string[];
}

export interface SimSchema {
  id: number;
  name: string;
  key: string;
  description: string;
  created: number;
  updated: number;
  nextNumber: number;
  /** Accounts besides the administrator that see it; absent: everyone with Assets. */
  visibleTo?: string[];
  /** Accounts besides the administrator that may change its structure, by email. */
  managers?: string[];
  /** Accounts that see it and may not write its objects, by email. */
  readOnlyFor?: string[];
  properties: Record<string, boolean>;
  /** Made by a product of Atlassian: nobody may change its structure. */
  managed?: boolean;
  odd?: OddMembers;
}

export interface SimUser {
  accountId: string;
  displayName: string;
  email: string;
  emailVisible: boolean;
  active: boolean;
  deleted: boolean;
  timeZone: string;
  locale: string;
  groups?: string[];
}
export interface SimStatus {
  id: number;
  name: string;
  category: number;
  description: string;
  schemaId?: number;
  odd?: OddMembers;
}
export interface SimReferenceType {
  id: number;
  name: string;
  description: string;
  color: string;
  removable: boolean;
  schemaId?: number;
  odd?: OddMembers;
}
export interface SimIcon {
  id: string;
  name: string;
  /** Of one that somebody brought. Others are drawn by their name. */
  bytes?: Buffer;
  /** It belongs to a schema: no listing has it on Cloud. */
  isUnlisted?: boolean;
  /** Its schema, whose own icons a Data Center lists. */
  schemaId?: number;
}
/** Which objects a field offers where its context holds. */
interface SimFieldConfig {
  schemaId?: number;
  /** AQL: what of the schema can be chosen. */
  filter?: string;
}
/** Where a field can be used, and how. */
export interface SimContext {
  id: number;
  name: string;
  isGlobal: boolean;
  projectIds: string[];
  issueTypeIds: string[];
  config: SimFieldConfig;
}
export interface SimField {
  id: string;
  name: string;
  /** How its schema is told: as one value of any form, or as a list. */
  told: 'any' | 'array';
  isMultiple: boolean;
  /** Without one, no issue shows it, and only the search for fields lists it. */
  contexts: SimContext[];
}
export interface SimIssue {
  id: number;
  key: string;
  project: string;
  summary: string;
  updated: number;
  /** Ids of objects, by field. */
  fields: Record<string, number[]>;
  /** What stands in answers in the place of a field's objects. */
  odd?: Record<string, unknown>;
  /** Accounts that do not see it, and those that see it and may not edit it, by email. */
  hiddenFrom?: string[];
  readOnlyFor?: string[];
  /** Whether its project is archived: no search finds it, and nobody may edit it. */
  isArchived?: boolean;
  /** Keys that it had in other projects, under which it is still found. */
  formerKeys?: string[];
  /** Calls that changed it, and those of them that told whoever watches it. */
  writes: number;
  notices: number;
}
export interface SimComment {
  id: number;
  author: string;
  at: number;
  text: string;
  role: number;
}
export interface SimHistory {
  at: number;
  attribute: string;
  before: string;
  after: string;
  type: number;
}
