import type { AssetsObject } from '../../model/assets-object.ts';
import type { Group } from '../../model/group.ts';
import type { User } from '../../model/user.ts';

/** A value that is not of a form that is known, or that the site did not give completely. */
export interface OddValue {
  objectId: string;
  /** The name of its attribute, else its id; empty where it is not known of which one it is. */
  attribute: string;
  /** In words that go on after "it" or "the value". */
  reason: string;
  /** It is among the object's values as it came; else it is lost. */
  kept: boolean;
}

export interface ObjectPage {
  objects: AssetsObject[];
  /** The users and groups that the objects name, each once. */
  users: User[];
  groups: Group[];
  /** What is odd about values of the objects. */
  odd: OddValue[];
  /** The site says that this is the last page. */
  last: boolean;
  /**
   * Objects of the page whose shape was not understood, with the reason: reported, never dropped
   * silently. One without an id is called by its key, one without either by nothing.
   */
  unreadable: { id: string; reason: string }[];
}
