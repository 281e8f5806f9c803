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
 * such objects, and fields that are refused for anything else are left as they are. Returns the
 * refusals of these. @throws as IssuesWriter; WriteRefused when no field is left
 */
export async function setLivingObjects(
  values: FieldValues,
  living: LivingObjects,
): Promise<readonly WriteRefused[]> {
  const refusals: WriteRefused[] = [];
  let left = values;
  // Each further round leaves out what an earlier one sent, so they end with the last object or
  // field.
  for (;;) {
    try {
      await living.send(left);
      return refusals;
    } catch (error) {
      if (!(error instanceof WriteRefused)) throw error;
      const gone = await findGone(left, error, living);
      const others = gone.size > 0 ? without(left, gone) : withoutRefused(left, error);
      if (!others) throw error;
      if (gone.size > 0) await living.leaveOut([...gone]);
      else refusals.push(error);
      left = others;
    }
  }
}

/** The fields that a refusal does not name; undefined where it names none of them, or all. */
function withoutRefused(
  values: FieldValues,
  { fields: refused }: WriteRefused,
): FieldValues | undefined {
  const others = [...values].filter(([field]) => !Object.hasOwn(refused, field));
  return others.length === 0 || others.length === values.size ? undefined : new Map(others);
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
