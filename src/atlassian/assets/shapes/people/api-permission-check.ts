import { z } from 'zod';
import { asItems, asText, fieldAs } from '../../../../core/kernel/json/field-forms.ts';

/** Which of the global permissions that were asked about a person has: what is not said, is not. */
export const ApiPermissionCheck = z.object({
  globalPermissions: fieldAs((all) => asItems(all).flatMap((name) => asText(name) ?? [])),
});
