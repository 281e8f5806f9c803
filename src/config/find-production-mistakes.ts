import { isGiven } from './read-settings.ts';
import type { SettingValues } from './settings.ts';

/**
 * Settings that decide whose signature is accepted, or where data goes, must be explicit in
 * production.
 */
export function findProductionMistakes(
  values: Partial<SettingValues>,
  env: Record<string, string | undefined>,
): string[] {
  const mistakes: string[] = [];
  // An unreadable value has been reported already.
  const isMissing = (name: 'MONGODB_URI' | 'KEY_RING'): boolean =>
    values[name] === undefined && !isGiven(name, env);
  if (!values.BASE_URL?.startsWith('https://'))
    mistakes.push(
      'BASE_URL is mandatory in production and must start with https://. It is the address where Jira reaches this service.',
    );
  if (isMissing('MONGODB_URI'))
    mistakes.push(
      'MONGODB_URI is mandatory in production. The embedded database is only for trying out and development.',
    );
  if (isMissing('KEY_RING'))
    mistakes.push(
      'KEY_RING is mandatory in production. Create one with "node -e \'console.log(`k1:${crypto.randomBytes(32).toString("base64")}`)\'" and keep it safe.',
    );
  if (values.SITE_HOSTS?.length === 0) mistakes.push('SITE_HOSTS must name at least one host.');
  if (values.PRETEND_SITE_URL)
    mistakes.push(
      "PRETEND_SITE_URL isn't allowed in production, where a pretend site must never be trusted.",
    );
  if (values.PRETEND_SITE_ADDRESSES)
    mistakes.push(
      "PRETEND_SITE_ADDRESSES isn't allowed in production. It would open a way into this service's network.",
    );
  mistakes.push(...findForgeMistakes(values));
  for (const name of ['AC_OPTS', 'CONNECT_KEYS_CDN_URL']) {
    if (env[name]) {
      mistakes.push(`${name} isn't allowed in production. It would weaken authentication.`);
    }
  }
  return mistakes;
}

const findForgeMistakes = ({ FORGE_KEYS_URL: url }: Partial<SettingValues>): string[] =>
  url === undefined || url.startsWith('https://')
    ? []
    : ['FORGE_KEYS_URL must start with https:// in production.'];
