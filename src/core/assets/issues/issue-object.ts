import { asId, asItems, asMembers, asText } from '../../kernel/field-forms.ts';

/** A reference to an object in a field of an issue. */
export interface IssueObject {
  /** Empty where it is not said. */
  workspaceId: string;
  objectId: string;
}

const IS_ID = /^\d{1,100}$/;

/**
 * The objects that the value of a field names, in its order; undefined where part of it has an
 * unknown form (assets-api: C.1).
 */
export function readIssueObjects(value: unknown): IssueObject[] | undefined {
  const objects = asItems(value).map(readObject);
  return objects.every((each) => each !== undefined) ? objects : undefined;
}

/** `{workspaceId, id: "workspace:88", objectId}`, any of which may be missing. */
function readObject(value: unknown): IssueObject | undefined {
  const members = asMembers(value);
  const [workspace, number] = (asText(members?.['id']) ?? '').split(':');
  const objectId = asId(members?.['objectId']) ?? number;
  if (objectId === undefined || !IS_ID.test(objectId)) return undefined;
  const inId = number === undefined ? '' : (workspace ?? '');
  return { workspaceId: asText(members?.['workspaceId']) ?? inId, objectId };
}
