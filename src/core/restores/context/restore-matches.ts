import type { ReferenceType } from '../../assets/model/definitions/reference-type.ts';
import type { Status } from '../../assets/model/definitions/status.ts';
import type { StoredIcon } from '../../backups/parts/icons/icon-records.ts';
import type { StructureMatch } from '../../compare/structure/match-structure.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import type { OtherPerson } from '../resolve/resolution.ts';
import type { OtherCategory } from '../resolve/definitions/resolve-statuses.ts';
import type { ResolvedNames } from '../resolve/resolved-names.ts';
import type { Unresolved } from '../resolve/unresolved.ts';

/** What the destination lacks and the run makes: in the schema that it writes to, but for icons. */
interface ToMake {
  statuses: Status[];
  referenceTypes: ReferenceType[];
  icons: StoredIcon[];
}

/** What of a backup is on the destination. */
export interface RestoreMatches {
  /** Object types and attributes. */
  readonly structure: StructureMatch;
  readonly objects: MatchedObjects;
  /**
   * Those of them that have another object type there, because somebody moved them: node → that
   * type. They are neither created again nor changed.
   */
  readonly moved: ReadonlyMap<number, string>;
  /**
   * People, groups, projects, versions, statuses, icons, and objects outside of the restore; as
   * chosen where the administrator chose.
   */
  readonly names: ResolvedNames;
  /** The backup's id of a reference type → the id there. */
  readonly referenceTypes: ReadonlyMap<string, string>;
  /**
   * Object types outside of the restore that attributes or filters name: the backup's id → the id
   * there.
   */
  readonly outsideTypes: ReadonlyMap<string, string>;
  /** Other schemas that filters name by id: the backup's id → the id there. */
  readonly outsideSchemas?: ReadonlyMap<string, string> | undefined;
  /** Versions in projects that the administrator chose: the backup's id → the id there. */
  readonly versionsInChosen?: ReadonlyMap<string, string> | undefined;
  /** People who were found under another account. */
  readonly otherPeople?: readonly OtherPerson[] | undefined;
  /** What is not there, and nothing stands for it; of missing objects the first ones. */
  readonly unresolved: readonly Unresolved[];
  /**
   * Where missing objects went by an earlier restore: they may be there all the same, in an archive
   * or where the account can't see them. The backup's id → the id there. None in the very schema
   * that was backed up: it names them by their own ids.
   */
  readonly unlisted?: ReadonlyMap<string, string> | undefined;
  /** How many missing objects are not among `unresolved`. */
  readonly moreUnresolved: number;
  /** Statuses that stand for one of the backup and are of another category. */
  readonly otherCategories: readonly OtherCategory[];
  /** What is not there and the run makes. */
  readonly toMake: ToMake;
  /** For object types whose icon is missing; undefined if the site lists no icon. */
  readonly fallbackIcon: string | undefined;
}

/** The same with what a run has made: the backup's id → the id there. */
export function withMade(
  matches: RestoreMatches,
  made: Readonly<Record<'statuses' | 'referenceTypes', ReadonlyMap<string, string>>>,
): RestoreMatches {
  const { names, referenceTypes } = matches;
  return {
    ...matches,
    names: { ...names, status: new Map([...names.status, ...made.statuses]) },
    referenceTypes: new Map([...referenceTypes, ...made.referenceTypes]),
  };
}
