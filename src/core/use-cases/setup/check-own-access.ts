import { InvalidInput } from '../../kernel/errors.ts';
import { blameField } from '../../sites/checks/blame-field.ts';
import type { CloudAccountCheck } from '../../sites/kinds/cloud-account-check.ts';
import type { CloudAccount } from '../../sites/kinds/cloud-credentials.ts';
import { NO_ASSETS } from '../../sites/checks/no-assets.ts';
import type { OwnAccess } from '../../sites/access/own-access.ts';
import type { SourceFindings } from './check-source.ts';

const NOT_LET_IN = {
  form: "Assets doesn't let this app in without an account on this site. Connect an account.",
};
const SEES_NOTHING = {
  form: "Assets doesn't show this app any schema on this site. Connect an account.",
};

/**
 * Everything that a backup needs, asked for by the app itself. @throws InvalidInput `form`,
 * Unavailable
 */
export async function checkOwnAccess(
  check: CloudAccountCheck,
  siteUrl: string,
  { token, cloudId }: OwnAccess,
): Promise<SourceFindings & { workspaceId: string }> {
  const access = { cloudId, tokenKind: 'own' } as const;
  const app: CloudAccount = { siteUrl, email: '', token, ...access };
  return blameField(
    async () => {
      const { accountId, displayName, timeZone } = await check.account(app);
      const [workspaceId] = await check.workspaces(app);
      if (workspaceId === undefined) throw new InvalidInput({ form: NO_ASSETS });
      const { visibleSchemas, rights } = await check.assets({ ...app, workspaceId });
      if (visibleSchemas === 0) throw new InvalidInput(SEES_NOTHING);
      const account = { accountId, displayName, timeZone };
      return { account, access, rights, visibleSchemas, workspaceId };
    },
    {
      'own-access-refused': NOT_LET_IN,
      'no-permission': NOT_LET_IN,
      'workspace-gone': NOT_LET_IN,
      'no-assets': { form: NO_ASSETS },
    },
  );
}
