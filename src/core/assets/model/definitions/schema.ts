/** An object schema as the site lists it (assets-api: A.5). */
export interface Schema {
  id: string;
  name: string;
  /** The prefix of its objects' keys, without a hyphen. */
  key: string;
  description: string;
  objectCount: number;
  objectTypeCount: number;
  /** Whether the account manages the schema; `null` where the site does not say. */
  canManage: boolean | null;
  created: string;
  updated: string;
}
