import type { AttributeInput } from '../../../core/assets/model/definitions/attribute-input.ts';
import { numbersOf } from '../../../core/assets/stored/kind-numbers.ts';

/**
 * An attribute as it is sent to Assets Cloud (assets-api: A.7). The referenced type and the
 * reference type are written under other names than they are read. JSON leaves out what is
 * undefined.
 */
export function attributeBody({
  kind,
  userGroups,
  allowedStatuses,
  referencedTypeId,
  referenceTypeId,
  additionalValue,
  unique,
  filter,
  ...rest
}: Partial<AttributeInput>): object {
  return {
    ...rest,
    ...(kind === undefined ? undefined : numbersOf(kind)),
    typeValue: referencedTypeId,
    typeValueMulti: userGroups ?? allowedStatuses,
    additionalValue: referenceTypeId ?? additionalValue,
    uniqueAttribute: unique,
    qlQuery: filter,
  };
}
