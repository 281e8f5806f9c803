import { readFileSync } from 'node:fs';
import {
  SECRET_SETTINGS,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type SettingValues,
} from './settings.ts';

type Environment = Record<string, string | undefined>;

/** Reads every setting. Where `mistakes` is not empty, values are missing. */
export function readSettings(env: Environment): {
  values: Partial<SettingValues>;
  mistakes: string[];
} {
  const mistakes: string[] = [];
  const values = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, readSetting(name, env, mistakes)]),
  );
  return { values, mistakes };
}

function readSetting(name: SettingName, env: Environment, mistakes: string[]): unknown {
  const { read, fallback, about } = SETTINGS[name];
  const text = readText(name, env, mistakes) ?? fallback;
  if (text === '') return undefined;
  const parsed = read.safeParse(text);
  if (parsed.success) return parsed.data;
  const shown = SECRET_SETTINGS.includes(name) ? '' : ` ("${text}")`;
  const why = parsed.error.issues[0]?.message ?? "isn't valid";
  mistakes.push(`${name}${shown} ${why}: ${about}.`);
  return undefined;
}

function readText(name: SettingName, env: Environment, mistakes: string[]): string | undefined {
  const file = env[`${name}_FILE`];
  if (file === undefined) return env[name]?.trim();
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // Who gives the secret itself where its file should be named must not find it in the log.
    const shown = SECRET_SETTINGS.includes(name) ? '' : `: ${file}`;
    mistakes.push(`${name}_FILE names a file that can't be read${shown}.`);
    return undefined;
  }
}
