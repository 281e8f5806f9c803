import { InvalidInput } from '../../kernel/errors.ts';
import type {
  KeyServiceField,
  KeyServiceKind,
  KeyServiceSettings,
} from '../../storages/keys/key-services.ts';
import { areCertificates, NO_CERTIFICATE } from '../are-certificates.ts';
import { typedText } from './typed-text.ts';

const MAX_SHORT = 2_000;
const MAX_LONG = 40_000;

const SECRET_NEEDED =
  'Enter it again: the saved one only works with the settings that it was entered for.';

/** The kind that was chosen, or the first. @throws InvalidInput `kind` */
export function readKeyServiceKind(kinds: readonly KeyServiceKind[], input: unknown) {
  const [first] = kinds;
  const name = typedText(input, 'kind') || first?.name;
  const kind = kinds.find((each) => each.name === name);
  if (kind) return kind;
  throw new InvalidInput({ kind: 'Choose a key service' });
}

/** Whether the operator's ring shall be needed as well. */
export const readWithRing = (input: unknown): boolean => typedText(input, 'ring') === 'with';

/**
 * What was typed. An empty secret keeps the one of now where all else is as it was. @throws
 * InvalidInput with a message for every wrong field
 */
export function readKeyService(
  { fields }: KeyServiceKind,
  input: unknown,
  stored: KeyServiceSettings | undefined,
): KeyServiceSettings {
  const typed = new Map(fields.map((field) => [field.name, valueOf(field, input)]));
  const isSame = fields.every(
    ({ name, isSecret }) => isSecret || typed.get(name) === (stored?.[name] ?? ''),
  );
  const mistakes: Record<string, string> = {};
  for (const field of fields) {
    const keeps = field.isSecret && typed.get(field.name) === '' && stored?.[field.name];
    if (keeps && isSame) typed.set(field.name, keeps);
    const mistake = keeps && !isSame ? SECRET_NEEDED : mistakeOf(field, typed.get(field.name));
    if (mistake) mistakes[field.name] = mistake;
  }
  if (Object.keys(mistakes).length > 0) throw new InvalidInput(mistakes);
  return Object.fromEntries(typed);
}

const valueOf = ({ name, initial }: KeyServiceField, input: unknown): string =>
  typedText(input, name).trim() || initial;

function mistakeOf(field: KeyServiceField, value = ''): string | undefined {
  if (value === '') return field.isMandatory ? `${field.label} is mandatory` : undefined;
  if (value.length > (field.isCertificate ? MAX_LONG : MAX_SHORT)) return 'This is too long';
  if (field.isCertificate && !areCertificates(value)) return NO_CERTIFICATE;
  return field.form && !field.form.pattern.test(value) ? field.form.says : undefined;
}
