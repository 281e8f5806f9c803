import type { AdminSession } from './admin-session.ts';
import { first, ok, plain } from './demo-steps.ts';

/** What the form of a Data Center instance holds at least. */
export interface DataCenterWish {
  name: string;
  siteUrl: string;
  /** A personal access token. */
  token?: string;
}

/** Adds a Data Center instance by its form; returns its id. @throws Error with what was refused */
export async function addDataCenter(
  admin: AdminSession,
  { name, siteUrl, token = 'admin-token' }: DataCenterWish,
): Promise<string> {
  const html = ok(
    'Save Data Center instance',
    await admin.post('/app/data-centers', { name, siteUrl, signIn: 'token', token }),
  );
  const id = findId(html, name);
  if (id) return id;
  const mistake = first(html, /<p[^>]*class="(?:message )?error"[^>]*>([\s\S]*?)<\/p>/) ?? '';
  throw new Error(`The Data Center instance wasn't saved: ${plain(mistake)}`);
}

/** The id of a Data Center instance of that name, if there is one. */
export async function dataCenterNamed(
  admin: AdminSession,
  name: string,
): Promise<string | undefined> {
  return findId(ok('Settings', await admin.get('/app/settings?section=data-centers')), name);
}

const findId = (html: string, name: string): string | undefined =>
  first(html, new RegExp(`aria-label="Edit ${name}" hx-get="/app/data-centers/([^"]+)"`));
