/** What a create or change of an object type names (assets-api: A.6). */
export interface ObjectTypeInput {
  name: string;
  description: string;
  iconId: string;
  schemaId: string;
  parentId?: string | undefined;
  inherited: boolean;
  abstract: boolean;
}
