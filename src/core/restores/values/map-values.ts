import { writtenForm } from '../../compare/compare-values.ts';
import type { LeftOut } from '../report/restore-lines.ts';
import type { AttributeValue } from '../../assets/model/attribute-value.ts';

/** An attribute of the destination, as far as its values are concerned. */
export interface TargetAttribute {
  id: string;
  name: string;
  /** Why a value would be refused there; undefined when it is taken. */
  refuses: (value: string) => string | undefined;
  /** How many values it takes; -1 without end. */
  maximum: number;
  /** Why it takes no object that the restore does not write; undefined when it may. */
  refusesOutside?: string;
}

/** What became of an attribute of the backup: one of the destination, or why none. */
export type AttributeTarget = TargetAttribute | { name: string; reason: string };
/** By the backup's attribute id. */
export type AttributeTargets = ReadonlyMap<string, AttributeTarget>;

/**
 * Where a reference leads on the destination: an object's id, one that is still to be created, or
 * why nowhere.
 */
export type ReferenceTarget =
  | { id: string; /** The restore does not write it. */ outside?: true }
  | 'later'
  | { reason: string };

/** What a value of the backup is on the destination. A name that is not there gives the reason. */
export interface ValueMaps {
  attribute: (id: string) => AttributeTarget;
  reference: (objectId: string) => ReferenceTarget;
  named: (
    kind: 'user' | 'group' | 'status' | 'project',
    id: string,
  ) => { id: string } | { reason: string };
  /** For the report. */
  shown: (value: AttributeValue) => string;
}

export interface MappedValues {
  /** The destination's attribute id → values to write. */
  values: Record<string, string[]>;
  leftOut: LeftOut[];
  /**
   * The destination's attribute id → what was left out of it and means the same on every site, in
   * the backup's words: it may stand there all the same.
   */
  unwritable: Record<string, string[]>;
  /** Attributes with a reference to an object that is not there yet. */
  later: string[];
}

/**
 * The values of one object as they are written on the destination. Nothing is dropped silently:
 * what cannot be written is listed with its reason.
 */
export function mapValues(values: Record<string, AttributeValue[]>, maps: ValueMaps): MappedValues {
  const mapped: MappedValues = { values: {}, leftOut: [], unwritable: {}, later: [] };
  for (const [sourceId, list] of Object.entries(values)) {
    const attribute = maps.attribute(sourceId);
    const leave = (value: AttributeValue, reason: string): void => {
      mapped.leftOut.push({ attribute: attribute.name, value: maps.shown(value), reason });
    };
    if ('reason' in attribute) {
      for (const value of list) leave(value, attribute.reason);
      continue;
    }
    const leaveOut = (value: AttributeValue, reason: string): void => {
      leave(value, reason);
      if (!('object' in value || 'status' in value))
        (mapped.unwritable[attribute.id] ??= []).push(writtenForm(value));
    };
    const written: string[] = [];
    const from = new Map<string, string>();
    for (const value of list) {
      const one = mapOne(value, maps);
      if (one === 'later') {
        if (!mapped.later.includes(attribute.id)) mapped.later.push(attribute.id);
        continue;
      }
      const refusal =
        'reason' in one
          ? one.reason
          : one.outside && attribute.refusesOutside !== undefined
            ? attribute.refusesOutside
            : attribute.refuses(one.id);
      if (
        refusal === undefined &&
        'id' in one &&
        (from.get(one.id) ?? writtenForm(value)) !== writtenForm(value)
      )
        continue; // two names of the backup are one on the destination
      if (refusal !== undefined) leaveOut(value, refusal);
      else if (attribute.maximum >= 0 && written.length >= attribute.maximum)
        leaveOut(
          value,
          `The attribute takes ${attribute.maximum === 1 ? 'one value' : `${attribute.maximum} values`} only.`,
        );
      else {
        const { id } = one as { id: string };
        written.push(id);
        from.set(id, writtenForm(value));
      }
    }
    if (written.length > 0) mapped.values[attribute.id] = written;
  }
  return mapped;
}

/** What one value is on the destination. */
export function mapOne(value: AttributeValue, maps: ValueMaps): ReferenceTarget {
  if ('value' in value) return { id: value.value };
  if ('object' in value) return maps.reference(value.object);
  if ('user' in value) return maps.named('user', value.user);
  if ('group' in value) return maps.named('group', value.group);
  if ('status' in value) return maps.named('status', value.status);
  if ('project' in value) return maps.named('project', value.project);
  return { reason: 'A value of this form cannot be written by any public interface.' };
}

/** How many values were left out that cannot stand on the destination all the same. */
export function lostCount({ leftOut, unwritable }: MappedValues): number {
  return leftOut.length - Object.values(unwritable).flat().length;
}
