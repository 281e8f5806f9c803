import { textField, type FieldView } from '../../view/components/field-view.ts';

/** A dialog of Settings › Keys that asks for something (`partials/keys/key-form.hbs`). */
export interface KeyFormView {
  url: string;
  title: string;
  texts: string[];
  /** Which form it is, above its fields. */
  kinds: ChoiceView[];
  fields: FieldView[];
  /** Texts of several lines. */
  areas: AreaView[];
  choices: ChoiceView[];
  formError: string | undefined;
  submit: string;
  /** Whether its button removes something. */
  isDanger: boolean;
}

type AreaView = Pick<FieldView, 'name' | 'label' | 'value' | 'error' | 'help'>;

/** One of several. */
export interface ChoiceView {
  name: string;
  legend: string;
  /** Another choice shows another form, which this address returns. */
  reloads: string;
  options: { value: string; label: string; chosen: boolean }[];
}

/** A form; unset fields have the defaults of one without fields. */
export const keyForm = (
  more: Pick<KeyFormView, 'url' | 'title' | 'submit'> & Partial<KeyFormView>,
): KeyFormView => ({
  texts: [],
  kinds: [],
  fields: [],
  areas: [],
  choices: [],
  formError: undefined,
  isDanger: false,
  ...more,
});

export const passwordField = (
  name: string,
  label: string,
  error: string | undefined,
  help = '',
): FieldView => textField(name, label, { type: 'password', mandatory: true, error, help });

/** The choice whether the operator's keys are needed as well; `what` names the other key. */
export const ringChoice = (what: string, withRing: boolean): ChoiceView => ({
  name: 'ring',
  legend: 'What opens the backups',
  reloads: '',
  options: [
    {
      value: 'alone',
      label: `${what} alone, instead of the keys of this service`,
      chosen: !withRing,
    },
    {
      value: 'with',
      label: `${what} and the keys of this service: both are needed`,
      chosen: withRing,
    },
  ],
});
