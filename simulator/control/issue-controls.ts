import type { Answer, Exchange } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import type { SimIssue } from '../site/records/model.ts';
import type { World } from '../world/world.ts';
import { objectOf, type Control } from './control.ts';

/** Issues as tests look at them and change them. */
export const ISSUE_CONTROLS: Record<string, Control> = {
  'GET /_simulator/issues': ({ site }) => ({ json: site.issues }),
  'POST /_simulator/issue': changeIssue,
};

/**
 * Changes an issue as a person does, or who may see and edit it. Its fields are given whole.
 * @throws HttpError 404
 */
function changeIssue({ site }: World, exchange: Exchange): Answer {
  const sent = objectOf(exchange) as Partial<SimIssue>;
  const { key, fields, hiddenFrom, readOnlyFor, odd, isArchived } = sent;
  const issue = site.issues.find((each) => each.key === key);
  if (!issue) throw new HttpError(404, [`There is no issue ${String(key)}.`]);
  Object.assign(issue.fields, fields);
  if (hiddenFrom) issue.hiddenFrom = hiddenFrom;
  if (readOnlyFor) issue.readOnlyFor = readOnlyFor;
  if (odd) issue.odd = odd;
  if (isArchived !== undefined) issue.isArchived = isArchived;
  issue.updated = Math.max(site.now(), issue.updated + 1);
  return { json: issue };
}
