import { z } from 'zod';
import { InvalidInput } from '../../kernel/errors.ts';

const text = (name: string, max: number) =>
  z
    .string({ error: `${name} is mandatory` })
    .trim()
    .min(1, `${name} is mandatory`)
    .max(max, `${name} may have up to ${max} characters`);

const Target = z.object({
  name: text('Connection name', 100),
  email: text('Target Email', 254).regex(
    /^[^\s@]+@[^\s@]+$/,
    'Target Email is not an e-mail address',
  ),
  workspaceId: text('Target Workspace ID', 100).regex(
    /^[A-Za-z0-9-]*$/,
    'Target Workspace ID may hold letters, digits and hyphens only',
  ),
  siteUrl: text('Target Instance URL', 500),
  token: z
    .string({ error: 'Target Token is mandatory' })
    .trim()
    .max(2000, 'Target Token may have up to 2000 characters')
    .default(''),
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
  const parsed = Target.safeParse(input);
  const fields: Record<string, string> = {};
  if (!parsed.success)
    for (const issue of parsed.error.issues)
      fields[String(issue.path[0] ?? 'form')] ??= issue.message;
  const token = (input as { token?: unknown } | null)?.token;
  if (!tokenIsStored && !fields['token'] && (typeof token !== 'string' || token.trim() === ''))
    fields['token'] = 'Target Token is mandatory';
  if (!parsed.success || Object.keys(fields).length > 0) throw new InvalidInput(fields);
  return parsed.data;
}
