import { Refused } from '../../kernel/errors.ts';

/**
 * The site refused a write and wrote nothing of it. `fields` maps an attribute id or a field's name
 * to what the site says.
 */
export class WriteRefused extends Refused {
  readonly fields: Readonly<Record<string, string>>;
  constructor(message: string, fields: Record<string, string>, options?: { cause?: unknown }) {
    super('write-refused', message, options);
    this.fields = fields;
  }
}
