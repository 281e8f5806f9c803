import type { Fields } from './fields.ts';

const PART = /^part-(\w[\w-]*)$/;

/** The parts that were ticked; undefined where the form didn't ask. */
export function readChosenParts(fields: Fields): string[] | undefined {
  if (fields['partsAsked'] !== 'on') return undefined;
  return Object.entries(fields).flatMap(([name, value]) =>
    value === 'on' ? (PART.exec(name)?.[1] ?? []) : [],
  );
}
