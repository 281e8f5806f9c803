import type { AssetsObject } from '../../model/assets-object.ts';
import type { Group } from '../../model/group.ts';
import type { User } from '../../model/user.ts';

/** A value of unknown form, or one that the site did not give completely. */
export interface OddValue {
  objectId: string;
  /** The name of its attribute, or its id; empty where the attribute is unknown. */
  attribute: string;
  /** Words that follow "it" or "the value". */
  reason: string;
  /** True if the value is kept as it came; else it is lost. */
  kept: boolean;
}

export interface ObjectPage {
  objects: AssetsObject[];
  /** The users and groups that the objects name, without duplicates. */
  users: User[];
  groups: Group[];
  /** What is odd about values of the objects. */
  odd: OddValue[];
  /** The site says that this is the last page. */
  last: boolean;
  /**
   * Objects of the page whose shape was not understood, with the reason: reported, never dropped
   * silently. They are named by id, or else by key, or else not at all.
   */
  unreadable: { id: string; reason: string }[];
}
