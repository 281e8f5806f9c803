import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { counted } from '../../../view/formats/numbers.ts';

/** What a backup has of issues, and how the same are counted in Jira. */
export interface BackupIssuesView {
  name: string;
  key: string;
  /** "60 issues name". */
  issuesCounted: string;
  /** Empty where no field of the site can name objects. */
  jql: string;
  jqlUrl: string;
  /** Whether the account might edit issues when the backup was taken. */
  mayEdit: boolean;
  fields: { name: string; id: string; note: string }[];
}

/** The dialog behind the icon beside *Objects in issues*. */
export async function backupIssues({
  backups,
  contents,
  caller: { tenant },
  params,
}: Call<'backups' | 'contents', 'id'>) {
  const id = runId(params.id);
  const { schema, site } = await backups.get(tenant.id, id);
  const { count, jql, mayEdit, fields } = await contents.issues(tenant.id, id);
  const view: BackupIssuesView = {
    name: schema.name,
    key: schema.key,
    issuesCounted: counted(count, 'issue names', 'issues name'),
    jql,
    mayEdit,
    jqlUrl: `${site.siteUrl}/issues/?jql=${encodeURIComponent(jql)}`,
    fields: fields.map(({ id: field, name, isUsable, why }) => ({
      name,
      id: field,
      note: isUsable ? (why ?? '') : 'No issue shows this field.',
    })),
  };
  return show('backup-issues', view);
}
