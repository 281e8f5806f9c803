import type { AssetsDestination } from '../../core/assets/ports/assets-destination.ts';
import type { AttachmentStore } from '../../core/assets/ports/files/attachment-store.ts';
import type { IconStore } from '../../core/assets/ports/files/icon-store.ts';
import type { CallAllowance } from '../../core/assets/ports/site/call-allowance.ts';
import type { SiteLimits } from '../../core/assets/ports/site/site-limits.ts';
import type { AssetsAccess } from '../assets/assets-access.ts';
import type { AssetsCalls } from '../assets/calls/assets-calls.ts';
import type { AssetsComments } from '../assets/parts/assets-comments.ts';
import { AssetsObjectWriter } from '../assets/writing/assets-object-writer.ts';
import { AssetsStructureWriter } from '../assets/writing/assets-structure-writer.ts';
import { destinationCalls } from '../assets/writing/destination-calls.ts';
import type { CloudPeople } from './cloud-people.ts';
import { CloudReader } from './cloud-reader.ts';
import type { CloudIssues } from './issues/cloud-issues.ts';

/** Its kinds of groups are known, and these are not among them (assets-api: G). */
const LIMITS: SiteLimits = {
  reservedInNames: [],
  statusNameMax: Infinity,
  lacksKind: (kind) => kind === 'version' || kind === 'confluence',
};

interface DestinationParts {
  calls: AssetsCalls;
  access: AssetsAccess;
  comments: AssetsComments;
  people: CloudPeople;
  iconStore: IconStore;
  attachmentStore: AttachmentStore;
  issues: CloudIssues;
  allowance: () => CallAllowance;
}

/** Assets Cloud, read and written, and the people, groups, projects and issues of its Jira. */
export function cloudDestination({
  calls,
  access,
  comments,
  people,
  ...parts
}: DestinationParts): AssetsDestination {
  const structure = new AssetsStructureWriter(calls);
  const objects = new AssetsObjectWriter(calls);
  return Object.assign(
    new CloudReader(calls, { access }),
    destinationCalls({ structure, objects, access, comments, people }),
    { setSchemaProperties: access.setSchemaProperties.bind(access), limits: LIMITS, ...parts },
  );
}
