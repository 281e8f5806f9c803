import type { IssueObject } from '../../../assets/issues/issue-object.ts';
import { WriteRefused } from '../../../assets/ports/write-refused.ts';

type FieldValues = ReadonlyMap<string, readonly IssueObject[]>;

export interface LivingObjects {
  /** Sends the values of fields, whole. @throws as IssuesWriter */
  send(values: FieldValues): Promise<void>;
  /** Whether the destination has the object. Asked only of a value that was refused. */
  exists(object: IssueObject): Promise<boolean>;
  /** Hears of objects that the next values lack, before these are sent. */
  leaveOut(gone: readonly IssueObject[]): Promise<void>;
}

/**
 * Sets fields of an issue. Sites may keep what a field names of objects that no longer exist, or
 * refuse the whole change for them: only a refusal tells. The refused fields are then sent without
 * such objects. @throws as IssuesWriter; WriteRefused when it is not for such an object
 */
export async function setLivingObjects(values: FieldValues, living: LivingObjects): Promise<void> {
  let left = values;
  // Each further round leaves out what an earlier one sent, so they end with the last object.
  for (;;) {
    try {
      return await living.send(left);
    } catch (error) {
      if (!(error instanceof WriteRefused)) throw error;
      const gone = await findGone(left, error, living);
      if (gone.size === 0) throw error;
      await living.leaveOut([...gone]);
      left = without(left, gone);
    }
  }
}

/** Looks at the fields that the refusal names, or at all where it names none of them. */
async function findGone(
  values: FieldValues,
  { fields: refused }: WriteRefused,
  living: LivingObjects,
): Promise<ReadonlySet<IssueObject>> {
  const named = [...values].filter(([field]) => Object.hasOwn(refused, field));
  const gone = new Set<IssueObject>();
  for (const [, objects] of named.length > 0 ? named : values)
    for (const object of objects) if (!(await living.exists(object))) gone.add(object);
  return gone;
}

function without(values: FieldValues, gone: ReadonlySet<IssueObject>): FieldValues {
  return new Map(
    [...values].map(([field, objects]) => [field, objects.filter((each) => !gone.has(each))]),
  );
}
