import type { SimField } from '../site/model.ts';
import type { JiraRoutes } from './jira-call.ts';

const ASSETS_FIELD = 'com.atlassian.jira.plugins.cmdb:cmdb-object-cftype';

const fieldJson = ({ id, name }: SimField): object => ({
  id,
  key: id,
  name,
  untranslatedName: name,
  custom: true,
  orderable: true,
  navigable: true,
  searchable: true,
  clauseNames: [`cf[${id.replace('customfield_', '')}]`, name],
  schema: {
    type: 'array',
    items: 'cmdb-object-field',
    custom: ASSETS_FIELD,
    customId: Number(id.replace('customfield_', '')),
  },
});

/** The fields of issues, Assets fields among them. */
export const FIELD_ROUTES: JiraRoutes = {
  'GET /rest/api/3/field': ({ world }) => ({
    json: [
      {
        id: 'summary',
        key: 'summary',
        name: 'Summary',
        custom: false,
        orderable: true,
        navigable: true,
        searchable: true,
        clauseNames: ['summary'],
        schema: { type: 'string', system: 'summary' },
      },
      ...world.site.fields.map(fieldJson),
    ],
  }),
  'GET /rest/api/3/field/search': ({ world }) => ({
    json: {
      startAt: 0,
      maxResults: 50,
      total: world.site.fields.length,
      isLast: true,
      values: world.site.fields.map(fieldJson),
    },
  }),
};
