import type { KeyServiceField } from '../../core/storages/keys/key-services.ts';

/** A field of the form for a key service: a mandatory line of text by default. */
export const keyServiceField = (
  field: Pick<KeyServiceField, 'name' | 'label'> & Partial<KeyServiceField>,
): KeyServiceField => ({
  help: '',
  isMandatory: true,
  isSecret: false,
  isCertificate: false,
  initial: '',
  ...field,
});
