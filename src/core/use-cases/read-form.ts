import { z } from 'zod';
import { InvalidInput } from '../kernel/errors.ts';

/** A mandatory text, without the spaces around it. */
export const mandatoryText = (name: string, max: number) =>
  z
    .string({ error: `${name} is mandatory` })
    .trim()
    .min(1, `${name} is mandatory`)
    .max(max, `${name} can have up to ${max} characters`);

/** A secret that may be left empty where one is stored. */
export const secretText = (name: string, max = 2_000) =>
  z
    .string({ error: `${name} is mandatory` })
    .trim()
    .max(max, `${name} can have up to ${max} characters`);

export const emailText = (name: string) =>
  mandatoryText(name, 254).regex(/^[^\s@]+@[^\s@]+$/, 'Enter a valid email address');

export const workspaceText = (name: string) =>
  mandatoryText(name, 100).regex(
    /^[A-Za-z0-9-]*$/,
    `${name} can only contain letters, digits and hyphens`,
  );

/**
 * What was typed, as the form's schema reads it. `token` is the name of its secret, which is
 * mandatory unless one is stored.
 * @throws InvalidInput with a message for every wrong field
 */
export function readForm<Form extends z.ZodType>(
  form: Form,
  input: unknown,
  token: { name: string; isStored: boolean },
): z.output<Form> {
  const parsed = form.safeParse(input);
  const fields = mistakesOf(parsed.error);
  if (!token.isStored && !isTyped(input, 'token')) fields['token'] ??= `${token.name} is mandatory`;
  if (!parsed.success || Object.keys(fields).length > 0) throw new InvalidInput(fields);
  return parsed.data;
}

/** The first message of each wrong field; `form` where none is named. */
export function mistakesOf(error: z.ZodError | undefined): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error?.issues ?? [])
    fields[String(issue.path[0] ?? 'form')] ??= issue.message;
  return fields;
}

function isTyped(input: unknown, field: string): boolean {
  const value: unknown =
    typeof input === 'object' && input !== null ? Reflect.get(input, field) : undefined;
  return typeof value === 'string' && value.trim() !== '';
}
