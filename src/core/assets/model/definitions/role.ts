/** A person or a group that has a role. */
export interface RoleActor {
  kind: 'user' | 'group';
  /** An account id, or the name of a group. */
  id: string;
  /** A person's name, where the site says it. */
  name?: string | undefined;
}

/** Who may do what in a schema or with an object type (assets-api: A.5, G). */
export interface Role {
  id: string;
  /** Such as "Object Schema Managers": the same everywhere. */
  name: string;
  /** The object type that it is of; undefined for a role of the schema. */
  typeId?: string | undefined;
  actors: RoleActor[];
  /** Whether the site names others who have it, in a form that isn't understood. */
  hasUnreadActors?: true | undefined;
}
