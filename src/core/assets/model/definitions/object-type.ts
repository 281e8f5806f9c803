/** An object type of a schema (assets-api: A.6). */
export interface ObjectType {
  id: string;
  name: string;
  description: string;
  iconId: string;
  iconName: string;
  position: number;
  /** `null` at the top of the schema. */
  parentId: string | null;
  schemaId: string;
  /** Its children have its attributes, too. */
  inherited: boolean;
  /** No objects are directly of this type. */
  abstract: boolean;
  objectCount: number;
}
