import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { counted } from '../../../view/formats/numbers.ts';

/** How many issues name an object now, or why that isn't known. */
export interface ObjectIssuesView {
  /** "3 issues"; undefined where the site doesn't say. */
  issues: string | undefined;
  /** Where Jira lists them; undefined where there are none or the site names no search. */
  jqlUrl: string | undefined;
  why: string | undefined;
}

/** Asked of the site when somebody looks at the object: a backup can't know it. */
export async function objectIssues({
  connectedIssues,
  caller,
  params,
}: Call<'connectedIssues', 'id' | 'objectId'>) {
  const id = runId(params.id);
  const { siteUrl, found } = await connectedIssues.now(caller.tenant.id, id, params.objectId);
  return show('object-issues', objectIssuesView(siteUrl, found));
}

type Found = Awaited<ReturnType<Call<'connectedIssues'>['connectedIssues']['now']>>['found'];

function objectIssuesView(siteUrl: string, found: Found): ObjectIssuesView {
  if ('unavailable' in found)
    return { issues: undefined, jqlUrl: undefined, why: found.unavailable };
  const { count, jql } = found.value;
  const isListed = count > 0 && jql !== '';
  return {
    issues: counted(count, 'issue'),
    jqlUrl: isListed ? `${siteUrl}/issues/?jql=${encodeURIComponent(jql)}` : undefined,
    why: undefined,
  };
}
