import { z } from 'zod';
import { InvalidInput } from '../../kernel/errors.ts';

const text = (name: string, max: number) =>
  z
    .string({ error: `${name} is mandatory` })
    .trim()
    .min(1, `${name} is mandatory`)
    .max(max, `${name} may have up to ${max} characters`);
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const Credentials = z.object({
  workspaceId: text('Workspace ID', 100).regex(
    /^[A-Za-z0-9-]*$/,
    'Workspace ID may hold letters, digits and hyphens only',
  ),
  email: text('Email', 254).regex(/^[^\s@]+@[^\s@]+$/, 'Email is not an e-mail address'),
  token: z
    .string({ error: 'API token is mandatory' })
    .trim()
    .max(2000, 'API token may have up to 2000 characters'),
  tokenExpiresOn: z
    .string()
    .trim()
    .refine(
      (day) => day === '' || isDay(day),
      'Expiry date is not a date: use year-month-day, such as 2027-03-31',
    )
    .default(''),
});
export type CredentialsInput = z.infer<typeof Credentials>;

/**
 * Reads the fields of step 1. An empty token is fine when one is stored.
 * @throws InvalidInput with a message for every wrong field
 */
export function readCredentials(input: unknown, tokenIsStored: boolean): CredentialsInput {
  const parsed = Credentials.safeParse(input);
  const fields: Record<string, string> = {};
  if (!parsed.success)
    for (const issue of parsed.error.issues)
      fields[String(issue.path[0] ?? 'form')] ??= issue.message;
  const token = (input as { token?: unknown } | null)?.token;
  if (!tokenIsStored && !fields['token'] && (typeof token !== 'string' || token.trim() === ''))
    fields['token'] = 'API token is mandatory';
  if (!parsed.success || Object.keys(fields).length > 0) throw new InvalidInput(fields);
  return parsed.data;
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return DAY.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
