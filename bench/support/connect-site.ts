import { AdminSession } from '../../scripts/admin-session.ts';
import { install, setUp, sync } from '../../scripts/demo-steps.ts';

/** Installs the app on a pretend site, sets it up and lists the schemas of the site. */
export async function connectSite(siteUrl: string, serviceUrl: string) {
  await install(siteUrl, serviceUrl);
  const admin = new AdminSession(siteUrl, serviceUrl);
  await setUp(admin);
  const schemas = await sync(admin);
  return { admin, schemas };
}
