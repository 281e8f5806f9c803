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
  const id = first(
    html,
    new RegExp(`aria-label="Edit ${name}" hx-get="/app/data-centers/([^"]+)"`),
  );
  if (id) return id;
  const mistake = first(html, /<p[^>]*class="(?:message )?error"[^>]*>([\s\S]*?)<\/p>/) ?? '';
  throw new Error(`The Data Center instance wasn't saved: ${plain(mistake)}`);
}
