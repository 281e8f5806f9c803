import type { JiraHandler, JiraRoutes } from './calls/jira-call.ts';

const workspaces: JiraHandler = ({ world }) => {
  const values = world.accounts.length > 0 ? [{ workspaceId: world.site.workspaceId }] : [];
  return {
    json: {
      _expands: [],
      size: values.length,
      start: 0,
      limit: 50,
      isLastPage: true,
      _links: {
        self: `${world.url}/rest/servicedeskapi/assets/workspace`,
        base: world.url,
        context: '',
      },
      values,
    },
  };
};

/** Under which id the site's Assets are reached. */
export const WORKSPACE_ROUTES: JiraRoutes = {
  'GET /rest/servicedeskapi/assets/workspace': workspaces,
  'GET /rest/servicedeskapi/insight/workspace': workspaces,
};
