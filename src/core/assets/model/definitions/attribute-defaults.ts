import type { AttributeInput } from './attribute-input.ts';

/** What a definition says where it leaves a field out; other fields have no such value. */
export const ATTRIBUTE_DEFAULTS = {
  description: '',
  minimumCardinality: 0,
  maximumCardinality: 1,
  suffix: '',
  summable: false,
  includeChildObjectTypes: false,
  hidden: false,
  unique: false,
  regexValidation: '',
  options: '',
  userGroups: [],
  allowedStatuses: [],
  label: false,
} satisfies Partial<AttributeInput>;

/** The value of a field, its default where it is left out. */
export function fieldOf<Field extends keyof AttributeInput>(
  input: Partial<AttributeInput>,
  field: Field,
): AttributeInput[Field] | undefined {
  const defaults: Partial<AttributeInput> = ATTRIBUTE_DEFAULTS;
  return input[field] ?? defaults[field];
}
