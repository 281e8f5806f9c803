import type { Fault } from '../faults/fault.ts';

/**
 * Everything about the pretend site that can be changed while it runs. What Atlassian's contract
 * leaves open is a switch.
 */

/** Switches that stand for one of several words or numbers. */
export const CHOICES = {
  limitScope: ['key', 'site'],
  keyNumbers: ['id', 'count'],
  parentIdAs: ['text', 'number'],
  emptyStatus: [200, 204],
  filterNames: ['both', 'qlQuery', 'iql'],
  autoAttributes: ['varied', 'fixed'],
  retryHint: ['seconds', 'date', 'zero', 'empty', 'reset'],
  errorShape: ['errorMessages', 'errorMessage', 'message'],
  uniqueCheck: ['store', 'index'],
  statusSearchValue: ['id', 'name'],
  createStatus: [201, 200],
  deadTokenStatus: [401, 200],
  deletedInIssues: ['kept', 'removed'],
  goneInIssues: ['refused', 'taken'],
  jiraVersion: ['10.3.23', '8.20.30', '11.3.0'],
  language: ['en', 'de'],
  basicAuth: ['by version', 'on', 'off'],
  strangersGo: ['away', 'to the login page'],
  mediaUploads: ['both', 'form', 'binary'],
} as const;

/** Not documented by Atlassian, or not there in all versions; each can be taken away. */
export const UNDOCUMENTED = [
  'roles',
  'schema-properties',
  'attribute-order',
  'comments',
  'icon-bytes',
  'icon-upload',
  'avatar-bytes',
  'field-config',
  'reference-types',
  'attachments',
  'attachment-credentials',
  'attachment-bytes',
  'attachment-upload',
  'attachment-create',
  'connected-issues',
  'archive',
] as const;
export type Undocumented = (typeof UNDOCUMENTED)[number];
/** How calls to it are answered where it is taken away. */
export const ABSENCES = [401, 403, 404, 500, 'odd'] as const;
export type Absence = (typeof ABSENCES)[number];

export interface Settings {
  /** Fixed waiting time of every REST answer, and what each object in it adds. */
  latencyMs: number;
  latencyPerObjectMs: number;
  /** So many requests at once are answered at ease; more slow each other down. 0: any number. */
  callsAtEase: number;
  /** Requests a minute over all endpoints and keys; 0: no limit. */
  totalLimit: number;
  /** Requests a minute to any one endpoint (method and path template); 0: no limit. */
  limitPerMinute: number;
  /** Requests a minute to single endpoints, by method and path: `POST object/aql`. */
  endpointLimits: Record<string, number>;
  /** Whether the limits of endpoints are for each API key, or for the site. */
  limitScope: (typeof CHOICES)['limitScope'][number];
  /** Length of the limits' window, for tests that cannot wait a minute. */
  limitWindowMs: number;
  /** Whether a 429 says how long to wait. */
  retryAfter: boolean;
  /** How it says so: `Retry-After` in one form or another, or `X-RateLimit-Reset` alone. */
  retryHint: (typeof CHOICES)['retryHint'][number];
  /** What errors of no field in particular look like: a list, or one text under a name. */
  errorShape: (typeof CHOICES)['errorShape'][number];
  /** Whether tokens of service accounts can be granted scopes of Assets. */
  serviceAccountAssets: boolean;
  /** Whether Assets lets a Forge app in by its own token, without an account. */
  systemTokenAssets: boolean;
  /** What is not documented and is not there, and how calls to it are answered. */
  absent: Partial<Record<Undocumented, Absence>>;
  /** How long a token for the media service is good. */
  mediaTokenMs: number;
  /** Which form of an upload the media service takes: a form, bytes as they are, or either. */
  mediaUploads: (typeof CHOICES)['mediaUploads'][number];
  /** Whether the media service gives parts of files. */
  mediaRanges: boolean;
  /** Answers of the media service with a file break off after so many bytes; 0: never. */
  mediaCutBytes: number;
  /** How long the search lags behind writes. */
  indexDelayMs: number;
  /**
   * Whether unique values of objects are checked against the store, or against the index as it
   * stood `indexDelayMs` ago.
   */
  uniqueCheck: (typeof CHOICES)['uniqueCheck'][number];
  /** Whether an update that changes nothing gives the object a new date. */
  unchangedDated: boolean;
  /** How many unique attributes a type has room for, inherited ones among them. */
  uniqueMax: number;
  /** Length up to which a text or email is taken. */
  textMax: number;
  /** Whether a minimum cannot be raised above what objects have. */
  tightenChecked: boolean;
  /** Whether a user value has to be in the attribute's groups. */
  userGroups: boolean;
  /** Whether a status has to be one of those that the attribute allows. */
  allowedStatuses: boolean;
  /** Whether a URL has to begin with http(s)://, an integer has 32 bits, an IP is one of IPv4. */
  strictValues: boolean;
  /** Whether a referenced object has to be one that the attribute's filter finds. */
  filterChecked: boolean;
  /**
   * Whether objects of another schema are only referred to where that schema's
   * `allowOtherObjectSchema` says so.
   */
  otherSchemaChecked: boolean;
  /**
   * Whether attributes of the types that the published specification does not list (Confluence,
   * version, project) can be made.
   */
  rareAttributeTypes: boolean;
  /**
   * Objects that the workspace has room for; 0: no end. How Atlassian answers beyond it is not
   * documented: the 400 is a guess.
   */
  objectQuota: number;
  /** Every so many search answers one object changes, appears or vanishes; 0: nothing moves. */
  churnEvery: number;
  faults: Fault[];
  /** Whether ids of Assets have 19 digits, more than a number of JavaScript holds. */
  largeIds: boolean;
  /** `isLast` arrives as a string. */
  isLastAsString: boolean;
  /** Attributes of type 0 are listed without `type`. */
  omitType: boolean;
  /** Whether search answers carry `total`, and where it stops counting. */
  includeTotal: boolean;
  totalCap: number;
  /** Whether search understands `objectId >` and sorts by it. */
  keyset: boolean;
  /** Whether values in search answers embed their attribute's definition. */
  nestedDefinitions: boolean;
  /** What `searchValue` of a status holds. */
  statusSearchValue: (typeof CHOICES)['statusSearchValue'][number];
  /** Whether writing a status accepts its name. */
  statusByName: boolean;
  /** Whether status and reference types of a schema include the global ones. */
  typesIncludeGlobals: boolean;
  /** Status of a create. */
  createStatus: (typeof CHOICES)['createStatus'][number];
  /** Status of a delete or a setting that is answered without a body. */
  emptyStatus: (typeof CHOICES)['emptyStatus'][number];
  /** The number in the key of a new object: its id, or how many the schema has had. */
  keyNumbers: (typeof CHOICES)['keyNumbers'][number];
  /** How the type above is named in an object type. */
  parentIdAs: (typeof CHOICES)['parentIdAs'][number];
  /** Whether a created object is answered with its values. */
  createdWithValues: boolean;
  /**
   * Whether answers hold what only newer ones do: `name` and `mediaClientConfig` of objects,
   * `objectId` of their attributes, `objectType` of the definitions beside a page.
   */
  extraMembers: boolean;
  /** Under which names the filter of a reference attribute is listed. */
  filterNames: (typeof CHOICES)['filterNames'][number];
  /** Whether statuses carry the ids of their workspace. */
  statusOfWorkspace: boolean;
  /** In which order a new type has the attributes that Assets makes: one or the other, or one. */
  autoAttributes: (typeof CHOICES)['autoAttributes'][number];
  /** Reference attributes are listed without `type`. */
  omitReferenceType: boolean;
  /** Answer of `myself` to a dead token: 401, or the 200 that only a header tells apart. */
  deadTokenStatus: (typeof CHOICES)['deadTokenStatus'][number];
  /** A schema listing stops after the first page and says that it is the last. */
  cutListing: boolean;
  /** Whether Jira's calls are limited by the second, and writes to an issue by it. */
  jiraLimits: boolean;
  /** The most issues in a page of a search that asks for fields. */
  issuePageMax: number;
  /** Whether a field takes only what its context offers. */
  fieldFilterChecked: boolean;
  /** What fields of issues hold of an object that was deleted. */
  deletedInIssues: (typeof CHOICES)['deletedInIssues'][number];
  /** Whether fields of issues can be set to what names a deleted object among others. */
  goneInIssues: (typeof CHOICES)['goneInIssues'][number];
  /** Of Data Center: 8.20 has Insight alone, 11 Assets alone, 10 both. */
  jiraVersion: (typeof CHOICES)['jiraVersion'][number];
  /** Of Data Center: what stands before every path of it, such as `/jira`. */
  contextPath: string;
  /** Of Data Center: the language of its errors. */
  language: (typeof CHOICES)['language'][number];
  /** Of Data Center: whether passwords are taken; from version 11 on not, unless it is told to. */
  basicAuth: (typeof CHOICES)['basicAuth'][number];
  /** Of Data Center: whether whoever does not log in gets a 401, or a 302 to the login page. */
  strangersGo: (typeof CHOICES)['strangersGo'][number];
  /** Of Data Center: whether only those who manage a schema are told its structure. */
  structureForManagers: boolean;
  /** Of Data Center: whether dates have the offset of the server. */
  offsetDates: boolean;
  /** Of Data Center: whether object types say how many objects they have. */
  countsOfTypes: boolean;
  /** Of Data Center: the most objects that a page holds. */
  maxPageSize: number;
  /** Of Data Center: whether names with one of the characters = ; : ? . " are refused. */
  reservedCharacters: boolean;
  /** Of Data Center: whether one archived object can be asked for by its id. */
  archivedById: boolean;
  /** Of Data Center: whether objects still name archived ones, which can be named as well. */
  archivedNamed: boolean;
  /** Of Data Center: how many tokens the bucket of an account holds; 0: nothing is limited. */
  bucketSize: number;
  /** Of Data Center: how many tokens a bucket gets, every so many seconds. */
  bucketFill: number;
  bucketSeconds: number;
  /** Of Data Center: nodes with an index each; all but one lag by `indexDelayMs`. */
  nodes: number;
}

export const DEFAULT_SETTINGS: Settings = {
  latencyMs: 0,
  latencyPerObjectMs: 0,
  callsAtEase: 0,
  totalLimit: 0,
  limitPerMinute: 0,
  endpointLimits: {
    'POST object/aql': 1_000,
    'POST object/create': 2_000,
    'GET objectconnectedtickets/:id/tickets': 2_000,
  },
  limitScope: 'key',
  limitWindowMs: 60_000,
  retryAfter: true,
  retryHint: 'seconds',
  errorShape: 'errorMessages',
  serviceAccountAssets: false,
  systemTokenAssets: false,
  absent: {},
  mediaTokenMs: 600_000,
  mediaUploads: 'both',
  mediaRanges: true,
  mediaCutBytes: 0,
  indexDelayMs: 0,
  uniqueCheck: 'store',
  unchangedDated: true,
  uniqueMax: 2,
  textMax: 255,
  tightenChecked: true,
  userGroups: true,
  allowedStatuses: true,
  strictValues: true,
  filterChecked: false,
  otherSchemaChecked: false,
  rareAttributeTypes: true,
  objectQuota: 0,
  churnEvery: 0,
  faults: [],
  largeIds: false,
  isLastAsString: false,
  omitType: false,
  includeTotal: true,
  totalCap: 1000,
  keyset: true,
  nestedDefinitions: false,
  statusSearchValue: 'id',
  statusByName: true,
  typesIncludeGlobals: false,
  createStatus: 201,
  emptyStatus: 200,
  keyNumbers: 'id',
  parentIdAs: 'text',
  createdWithValues: false,
  extraMembers: true,
  filterNames: 'both',
  statusOfWorkspace: true,
  autoAttributes: 'varied',
  omitReferenceType: false,
  deadTokenStatus: 401,
  cutListing: false,
  jiraLimits: true,
  issuePageMax: 100,
  fieldFilterChecked: true,
  deletedInIssues: 'kept',
  goneInIssues: 'refused',
  jiraVersion: '10.3.23',
  contextPath: '',
  language: 'en',
  basicAuth: 'by version',
  strangersGo: 'away',
  structureForManagers: true,
  offsetDates: true,
  countsOfTypes: true,
  maxPageSize: 1_000,
  reservedCharacters: true,
  archivedById: true,
  archivedNamed: false,
  bucketSize: 0,
  bucketFill: 10,
  bucketSeconds: 1,
  nodes: 1,
};
