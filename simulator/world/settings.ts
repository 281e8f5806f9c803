/**
 * Everything about the pretend site that can be changed while it runs. What Atlassian's contract
 * leaves open is a switch.
 */

const FAULT_KINDS = [
  '500',
  '503',
  '429',
  'hang',
  'cut',
  'html',
  'cut-after',
  'hang-after',
  '500-after',
  '503-after',
] as const;

export interface Fault {
  /** Regular expression over the request path. */
  path: string;
  method?: string;
  /**
   * The plain ones come before the work: nothing was done. Those with `-after` do the work, and
   * lose its answer.
   */
  kind: (typeof FAULT_KINDS)[number];
  /** 0 to 1. */
  probability: number;
  /** How often it happens at most; absent: without end. */
  times?: number;
  /** So many requests that it would befall pass first. Counts down, as `times` does. */
  skip?: number;
}

export interface Settings {
  /** Fixed waiting time of every REST answer, and what each object in it adds. */
  latencyMs: number;
  latencyPerObjectMs: number;
  /** Requests a minute over all endpoints; 0: no limit. */
  totalLimit: number;
  /** Requests a minute to one endpoint (method and path template); 0: no limit. */
  limitPerMinute: number;
  /** Length of the limits' window, for tests that cannot wait a minute. */
  limitWindowMs: number;
  /** Whether a 429 says how long to wait. */
  retryAfter: boolean;
  /** How long the search lags behind writes. */
  indexDelayMs: number;
  /**
   * Whether unique values of objects are checked against the store, or against the index as it
   * stood `indexDelayMs` ago.
   */
  uniqueCheck: 'store' | 'index';
  /** How many unique attributes a type has room for, inherited ones among them. */
  uniqueMax: number;
  /** Length up to which a text or email is taken. */
  textMax: number;
  /** Whether a minimum cannot be raised above what objects have. */
  tightenChecked: boolean;
  /** Whether a user value has to be in the attribute's groups. */
  userGroups: boolean;
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
  statusSearchValue: 'id' | 'name';
  /** Whether writing a status accepts its name. */
  statusByName: boolean;
  /** Whether status and reference types of a schema include the global ones. */
  typesIncludeGlobals: boolean;
  /** Status of a create. */
  createStatus: 200 | 201;
  /** Answer of `myself` to a dead token: 401, or the 200 that only a header tells apart. */
  deadTokenStatus: 401 | 200;
  /** A schema listing stops after the first page and says that it is the last. */
  cutListing: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  latencyMs: 0,
  latencyPerObjectMs: 0,
  totalLimit: 0,
  limitPerMinute: 0,
  limitWindowMs: 60_000,
  retryAfter: true,
  indexDelayMs: 0,
  uniqueCheck: 'store',
  uniqueMax: 2,
  textMax: 255,
  tightenChecked: true,
  userGroups: false,
  filterChecked: false,
  otherSchemaChecked: false,
  rareAttributeTypes: true,
  objectQuota: 0,
  churnEvery: 0,
  faults: [],
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
  deadTokenStatus: 401,
  cutListing: false,
};

/** Takes over what is known and of the right type; names what is not. */
export function mergeSettings(settings: Settings, changes: Record<string, unknown>): string[] {
  const wrong: string[] = [];
  for (const [name, value] of Object.entries(changes)) {
    const now = (settings as unknown as Record<string, unknown>)[name];
    if (
      !Object.hasOwn(settings, name) ||
      typeof value !== typeof now ||
      Array.isArray(value) !== Array.isArray(now) ||
      (name === 'faults' && !(value as unknown[]).every(isFault))
    )
      wrong.push(name);
    else (settings as unknown as Record<string, unknown>)[name] = value;
  }
  return wrong;
}

const isFault = (value: unknown): boolean => {
  const { path, kind, probability } = (value ?? {}) as Partial<Fault>;
  return (
    typeof path === 'string' &&
    typeof probability === 'number' &&
    FAULT_KINDS.some((each) => each === kind)
  );
};
