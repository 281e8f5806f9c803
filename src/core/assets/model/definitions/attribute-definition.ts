import type { AttributeInput } from './attribute-input.ts';
import type { StoredDefinition } from './stored-definition.ts';

/** An attribute of an object type as a site or a backup has it. Empty texts count as missing. */
export interface AttributeDefinition extends AttributeInput {
  id: string;
  /** The object type that it was defined on; children may inherit it. */
  typeId: string;
  position: number;
  /** Key, Created and Updated: the site fills them itself. */
  system: boolean;
  editable: boolean;
  removable: boolean;
  /** For a version: keys of the projects whose versions alone it offers, if it is limited. */
  versionProjects?: string[] | undefined;
  /** What a backup stores for it. */
  stored: StoredDefinition;
}
