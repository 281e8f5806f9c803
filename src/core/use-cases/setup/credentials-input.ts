import { z } from 'zod';
import { emailText, readForm, secretText, workspaceText } from '../read-form.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const Credentials = z.object({
  workspaceId: workspaceText('Workspace ID'),
  email: emailText('Email'),
  token: secretText('API token'),
  tokenExpiresOn: z
    .string()
    .trim()
    .refine((day) => day === '' || isDay(day), 'Enter a valid date, such as 2027-03-31')
    .default(''),
});
export type CredentialsInput = z.infer<typeof Credentials>;

/**
 * Reads the fields of step 1. An empty token is fine when one is stored.
 * @throws InvalidInput with a message for every wrong field
 */
export function readCredentials(input: unknown, tokenIsStored: boolean): CredentialsInput {
  return readForm(Credentials, input, { name: 'API token', isStored: tokenIsStored });
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return DAY.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
