import { z } from 'zod';
import { emailText, mandatoryText, readForm, secretText, workspaceText } from '../read-form.ts';

const Target = z.object({
  name: mandatoryText('Connection name', 100),
  email: emailText('Target Email'),
  workspaceId: workspaceText('Target Workspace ID'),
  siteUrl: mandatoryText('Target Instance URL', 500),
  token: secretText('Target Token').default(''),
  /** A box that is not ticked is not sent. */
  sandbox: z
    .string()
    .optional()
    .transform((ticked) => ticked === 'on'),
});
export type TargetInput = z.infer<typeof Target>;

/**
 * Reads the fields of a target instance. An empty token is fine when one is stored.
 * @throws InvalidInput with a message for every wrong field
 */
export function readTargetInput(input: unknown, tokenIsStored: boolean): TargetInput {
  return readForm(Target, input, { name: 'Target Token', isStored: tokenIsStored });
}
