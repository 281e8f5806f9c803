import type { AssetsObject } from '../model/assets-object.ts';
import type { Group } from '../model/group.ts';
import type { User } from '../model/user.ts';

export interface ObjectPage {
  objects: AssetsObject[];
  /** The users and groups that the objects name, each once. */
  users: User[];
  groups: Group[];
  /** The site says that nothing comes after this page. */
  last: boolean;
  /**
   * Objects of the page whose shape was not understood, with the reason: reported, never dropped
   * silently.
   */
  unreadable: { id: string; reason: string }[];
}
