import { z } from 'zod';
import { InvalidInput } from '../../kernel/errors.ts';
import type { UnlockHours } from '../../storages/keys/passphrases.ts';
import { mistakesOf } from '../read-form.ts';
import { typedText } from './typed-text.ts';

/** Shorter ones are guessed by whoever has a copy of the database. */
const MIN_LENGTH = 12;
const MAX_LENGTH = 500;

const typed = (name: string) =>
  z
    .string({ error: `${name} is mandatory` })
    .min(1, `${name} is mandatory`)
    .max(MAX_LENGTH, `${name} can have up to ${MAX_LENGTH} characters`);

const NewPassphrase = z.object({
  passphrase: typed('Passphrase').min(MIN_LENGTH, `Use at least ${MIN_LENGTH} characters`),
  repeat: typed('Passphrase'),
});
const Unlock = z.object({
  passphrase: typed('Passphrase'),
  hours: z.enum(['1', '12', 'restart']).catch('12'),
});
const HOURS: Record<'1' | '12' | 'restart', UnlockHours> = { 1: 1, 12: 12, restart: undefined };

/** @throws InvalidInput with a message for every wrong field */
export function readNewPassphrase(
  input: unknown,
  isSet: boolean,
): { passphrase: string; current: string | undefined } {
  const parsed = NewPassphrase.safeParse(input);
  const mistakes = mistakesOf(parsed.error);
  const current = typedText(input, 'current');
  if (isSet && current === '') mistakes['current'] = 'Current passphrase is mandatory';
  if (!parsed.success || Object.keys(mistakes).length > 0) throw new InvalidInput(mistakes);
  const { passphrase, repeat } = parsed.data;
  if (passphrase !== repeat) throw new InvalidInput({ repeat: "The passphrases aren't the same" });
  return { passphrase, current: isSet ? current : undefined };
}

/** @throws InvalidInput */
export function readPassphrase(input: unknown, field: string): string {
  const text = typedText(input, field);
  if (text === '') throw new InvalidInput({ [field]: 'Passphrase is mandatory' });
  return text.slice(0, MAX_LENGTH);
}

/** @throws InvalidInput */
export function readUnlock(input: unknown): { passphrase: string; hours: UnlockHours } {
  const parsed = Unlock.safeParse(input);
  if (!parsed.success) throw new InvalidInput(mistakesOf(parsed.error));
  return { passphrase: parsed.data.passphrase, hours: HOURS[parsed.data.hours] };
}
