import type { ShownDate } from '../../view/formats/dates.ts';

/** *Hold…* of a backup, or of all those of a schema. */
export interface HoldAskView {
  /** What the form is sent to. */
  path: string;
  /** Of the schema. */
  name: string;
  /** Of the backup; undefined where all are meant. */
  date: ShownDate | undefined;
  reason: string;
  error: string | undefined;
}
