import type { Sums } from '../restore-steps.ts';

/** What pages say of a restore that was checked and found sound. */
export interface CheckedRestore {
  /** Of the backup's dialog: how many of each thing it holds. */
  held: Sums;
  /** Of the check. */
  checked: Sums;
  /** How the restore differs from the backup, in sentences. */
  notes: readonly string[];
}

/** A part that the restore wrote or left, by the name that its backup's column has. */
export interface PartLine {
  part: string;
  text: string;
}

/** What became of each part beside the objects. Only of a check that found nothing missing. */
export function linesOfParts({ held, checked, notes }: CheckedRestore): PartLine[] {
  const numberOf = (name: string): string => held[name] ?? '0';
  const lineOf = (part: string, name: string, text: string): PartLine => ({
    part,
    text: numberOf(name) === '0' ? 'none in this schema' : `${numberOf(name)} ${text}`,
  });
  return [
    lineOf('Comments', 'Objects with comments', 'objects have theirs again: none is missing'),
    lineOf('Attachments', 'Objects with attachments', 'objects have theirs again: none is missing'),
    lineOf('Roles', 'Roles', 'compared: nobody who exists there lacks one'),
    lineOf(
      'Objects in issues',
      'Issues with objects',
      `issues, of which ${checked['Issues that lead to the right objects']} lead to the restored objects`,
    ),
    lineOf('Icons', 'Icons', 'in the backup, for the object types that use them'),
    lineOf('Avatars', 'Avatars', 'stay in the backup: no way to upload them is known'),
    lineOf(
      'History',
      'Objects with a history',
      'objects have one: it stays readable in the backup, as no API restores it',
    ),
    ...notes.map((text) => ({ part: 'Note', text })),
  ];
}
