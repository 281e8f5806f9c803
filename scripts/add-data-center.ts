import { until, type AdminSession } from './admin-session.ts';
import { first, ok, plain } from './demo-steps.ts';

const CONFLICT = 409;

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
  const added = listed(html).find((each) => each.name === name);
  if (added) return added.id;
  const mistake = first(html, /<p[^>]*class="(?:message )?error"[^>]*>([\s\S]*?)<\/p>/) ?? '';
  throw new Error(`The Data Center instance wasn't saved: ${plain(mistake)}`);
}

export interface DataCenterListed {
  id: string;
  name: string;
}

export async function listDataCenters(admin: AdminSession): Promise<DataCenterListed[]> {
  return listed(ok('Settings', await admin.get('/app/settings?section=data-centers')));
}

/** Its backups stay. Waits for runs, which keep an instance from being deleted. */
export async function deleteDataCenter(admin: AdminSession, id: string): Promise<void> {
  await until('the end of the runs of a Data Center instance', async () => {
    const answer = await admin.post(`/app/data-centers/${id}/delete`);
    return answer.status === CONFLICT ? undefined : ok('Delete Data Center instance', answer);
  });
}

const listed = (html: string): DataCenterListed[] =>
  [...html.matchAll(/aria-label="Edit ([^"]+)" hx-get="\/app\/data-centers\/([^"]+)"/g)].map(
    ([, name = '', id = '']) => ({ id, name: plain(name) }),
  );
