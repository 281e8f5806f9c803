import type { TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';

/** How a key service is reached, by the names of its provider's fields. */
export type KeyServiceSettings = Readonly<Record<string, string>>;

/** One field of the form for a key service. */
export interface KeyServiceField {
  name: string;
  label: string;
  help: string;
  isMandatory: boolean;
  /** Stored sealed and never shown again. */
  isSecret: boolean;
  /** Certificates in PEM form, on several lines. */
  isCertificate: boolean;
  /** Where nothing is typed. */
  initial: string;
  /** What is typed has to look so, else the sentence stands beside the field. */
  form?: { pattern: RegExp; says: string };
}

/** A kind of key service, as its form shows it. */
export interface KeyServiceKind {
  /** As it is stored; it never changes. */
  name: string;
  label: string;
  /** Their names are unlike those of every other form: it may stand over a page with some. */
  fields: readonly KeyServiceField[];
  /** Which key it is, and where, for administrators. */
  where(settings: KeyServiceSettings): string;
}

/** A key service: it wraps a key under one that never leaves it. */
export interface KeyService {
  /** @throws what says why not; nothing was changed then */
  wrap(key: Buffer): Promise<string>;
  /** @throws as `wrap` */
  unwrap(wrapped: string): Promise<Buffer>;
  /**
   * What keeps the access to it alive; after how long it wants to be called again, ms. @throws what
   * says why not now: then it's called again soon
   */
  keepAlive?(): Promise<number>;
}

/** What is known of the key service of a tenant. */
export interface KeyServiceState {
  kind: KeyServiceKind;
  /** Without secrets. */
  settings: KeyServiceSettings;
  /** The operator's ring is needed as well. */
  withRing: boolean;
  setAt: Date;
  setBy: Person;
  /** Why it did not open the key when this server asked it last. */
  trouble: string | undefined;
}

export interface NewKeyService {
  kind: KeyServiceKind;
  settings: KeyServiceSettings;
  withRing: boolean;
  by: Person;
}

/**
 * A key of a key service that the tenant runs, instead of the operator's keys or beside them. It
 * wraps a key of 32 bytes, and that seals the data key: the data key never goes to the service.
 * Secrets that this service itself needs stay under the operator's keys.
 */
export interface KeyServices {
  /** Those that can be chosen. */
  readonly kinds: readonly KeyServiceKind[];
  /** Undefined where none is used. Asks nobody. */
  state(tenantId: TenantId): Promise<KeyServiceState | undefined>;
  /**
   * Tries it, and uses it from then on, instead of one of now, which may be the same one whose
   * access has expired. @throws InvalidInput beside the field that is wrong; Conflict
   * `keys-changed` | `passphrase-set`; as `TenantKeys.dataKey`
   */
  use(tenantId: TenantId, wanted: NewKeyService): Promise<void>;
  /** Asks it now, on this server. @throws Unavailable with what it says */
  check(tenantId: TenantId): Promise<void>;
  /** Back to the operator's keys alone. @throws as `check`; Conflict `keys-changed` */
  leave(tenantId: TenantId): Promise<void>;
  /** The settings of now, for a form that leaves secrets empty; none where they don't open. */
  secrets(tenantId: TenantId): Promise<KeyServiceSettings>;
}
