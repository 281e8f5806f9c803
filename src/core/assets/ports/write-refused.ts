import { Refused } from '../../kernel/errors.ts';

/**
 * The site refused what was written and wrote nothing of it. `fields`: attribute id, or name of a
 * field, → what the site says.
 */
export class WriteRefused extends Refused {
  readonly fields: Readonly<Record<string, string>>;
  constructor(message: string, fields: Record<string, string>, options?: { cause?: unknown }) {
    super('write-refused', message, options);
    this.fields = fields;
  }
}
