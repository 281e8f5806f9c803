import { asId, asItems, asMembers, asText } from '../../kernel/json/field-forms.ts';

/** A reference to an object in a field of an issue. */
export interface IssueObject {
  /** Empty where it is not said. */
  workspaceId: string;
  /** Empty where the reference leads to no object that the account sees: then there is a key. */
  objectId: string;
  /** Where the site names objects by their keys. */
  key?: string;
}

/** The value of a field, as far as it is understood. */
export interface IssueValue {
  /** In the order of the field. */
  objects: IssueObject[];
  /** How many of its members have an unknown form. */
  unknown: number;
}

const IS_ID = /^\d{1,100}$/;

/** What tells the objects of a field apart. */
export const identityOf = ({ objectId, key = '' }: IssueObject): string => objectId || key;

/** The objects that the value of a field names (assets-api: C.1, D.2). */
export function readIssueValue(value: unknown): IssueValue {
  const read = asItems(value).map(readObject);
  const objects = read.filter((each) => each !== undefined);
  return { objects, unknown: read.length - objects.length };
}

/**
 * `{workspaceId, id: "workspace:88", objectId}`, any of which may be missing; of Data Center
 * `{objectId, key, name}`, without an ID where the key leads to no object.
 */
function readObject(value: unknown): IssueObject | undefined {
  const members = asMembers(value) ?? {};
  const [workspace, number] = (asText(members['id']) ?? '').split(':');
  const objectId = asId(members['objectId']) ?? number ?? '';
  const key = 'name' in members ? asId(members['key']) : undefined;
  if (objectId === '' ? key === undefined : !IS_ID.test(objectId)) return undefined;
  const inId = number === undefined ? '' : (workspace ?? '');
  const workspaceId = asText(members['workspaceId']) ?? inId;
  return key === undefined ? { workspaceId, objectId } : { workspaceId, objectId, key };
}
