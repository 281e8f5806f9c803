import type { JiraCall, JiraRoutes } from '../jira/calls/jira-call.ts';
import { HttpError } from '../http/http-error.ts';
import type { Site } from '../site/site.ts';
import { say } from './dialect/say.ts';

const FIRST_ID = 10_000;

interface Project {
  id: string;
  key: string;
}

const projectsOf = ({ projects }: Site): Project[] =>
  projects.map((key, at) => ({ id: String(FIRST_ID + at), key }));

const shown = ({ id, key }: Project): object => ({
  id,
  key,
  name: key,
  projectTypeKey: 'service_desk',
});

/** By id or key. */
function projectOf({ world, params }: JiraCall): Project {
  const named = params['project'];
  const found = projectsOf(world.site).find(({ id, key }) => id === named || key === named);
  if (!found) throw new HttpError(404, [say(world, 'not found')]);
  return found;
}

const versionsOf = (site: Site, { id, key }: Project): object[] =>
  [...site.dataCenter.versions]
    .filter(([, { projectKey }]) => projectKey === key)
    .map(([version, { name }]) => ({ id: version, name, archived: false, projectId: Number(id) }));

/** Projects and their versions, by Jira's REST API of Data Center. */
export const SERVER_PROJECT_ROUTES: JiraRoutes = {
  'GET /rest/api/2/project': ({ world }) => ({ json: projectsOf(world.site).map(shown) }),
  'GET /rest/api/2/project/:project': (call) => {
    const project = projectOf(call);
    return { json: { ...shown(project), versions: versionsOf(call.world.site, project) } };
  },
  'GET /rest/api/2/project/:project/versions': (call) => ({
    json: versionsOf(call.world.site, projectOf(call)),
  }),
  'GET /rest/api/2/version/:version': ({ world, params }) => {
    const { site } = world;
    const id = params['version'] ?? '';
    const version = site.dataCenter.versions.get(id);
    const project = projectsOf(site).find(({ key }) => key === version?.projectKey);
    if (!version || !project) throw new HttpError(404, [say(world, 'not found')]);
    return { json: { id, name: version.name, archived: false, projectId: Number(project.id) } };
  },
};
