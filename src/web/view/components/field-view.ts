import type { ShownDate } from '../formats/dates.ts';

/** One field of a form (`partials/field.hbs`). */
export interface FieldView {
  /** On the page: its name, except where two forms of a page have a field of that name. */
  id: string;
  name: string;
  label: string;
  mandatory: boolean;
  type: 'text' | 'email' | 'password' | 'date' | 'url';
  value: string;
  error: string | undefined;
  help: string;
  /** Another place where the value is found or made. */
  link?: { text: string; url: string } | undefined;
  /** With a button that asks the site for the value. */
  findable?: boolean | undefined;
  /** Of a secret: since when one is stored. */
  set?: ShownDate | undefined;
}

/** A field for text, with what differs from an optional empty one. */
export const textField = (name: string, label: string, more: Partial<FieldView>): FieldView => ({
  id: name,
  name,
  label,
  mandatory: false,
  type: 'text',
  value: '',
  error: undefined,
  help: '',
  ...more,
});
