import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { SECRET_SETTINGS, SETTINGS, type SettingValues } from './settings.ts';

type Environment = Record<string, string | undefined>;

/** How settings are read, and which of them are secret. */
export interface SettingsTable {
  settings: Readonly<Record<string, { read: z.ZodType; fallback: string; about: string }>>;
  secret: readonly string[];
}

/** Reads every setting. Where `mistakes` is not empty, values are missing. */
export function readSettings(env: Environment): {
  values: Partial<SettingValues>;
  mistakes: string[];
} {
  return readTable({ settings: SETTINGS, secret: SECRET_SETTINGS }, env);
}

/**
 * Reads every setting of a table, each as `NAME` or from the file that `NAME_FILE` names. One that
 * is blank counts as not set; a file that is blank is a mistake, for a secret was to be in it.
 */
export function readTable(
  table: SettingsTable,
  env: Environment,
): { values: Record<string, unknown>; mistakes: string[] } {
  const mistakes: string[] = [];
  const values = Object.fromEntries(
    Object.keys(table.settings).map((name) => [name, readSetting(name, table, { env, mistakes })]),
  );
  return { values, mistakes };
}

interface Reading {
  env: Environment;
  mistakes: string[];
}

function readSetting(
  name: string,
  { settings, secret }: SettingsTable,
  { env, mistakes }: Reading,
): unknown {
  const setting = settings[name];
  if (!setting) return undefined;
  const { read, fallback, about } = setting;
  const isSecret = secret.includes(name);
  const text = readText(name, isSecret, { env, mistakes }) || fallback;
  if (text === '') return undefined;
  const parsed = read.safeParse(text);
  if (parsed.success) return parsed.data;
  const shown = isSecret ? '' : ` ("${text}")`;
  const why = parsed.error.issues[0]?.message ?? "isn't valid";
  mistakes.push(`${name}${shown} ${why}: ${about}.`);
  return undefined;
}

function readText(name: string, isSecret: boolean, { env, mistakes }: Reading): string | undefined {
  if (!isSet(`${name}_FILE`, env)) return env[name]?.trim();
  const file = env[`${name}_FILE`] ?? '';
  // If the secret itself was given instead of a file name, it must not end up in the log.
  const shown = isSecret ? '' : `: ${file}`;
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text === '') mistakes.push(`${name}_FILE names a file that is empty${shown}.`);
    return text;
  } catch {
    mistakes.push(`${name}_FILE names a file that can't be read${shown}.`);
    return undefined;
  }
}

/** Whether something was given for a setting, readable or not, as itself or as a file. */
export const isGiven = (name: string, env: Environment): boolean =>
  isSet(name, env) || isSet(`${name}_FILE`, env);

const isSet = (name: string, env: Environment): boolean => Boolean(env[name]?.trim());
