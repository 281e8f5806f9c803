import type { AssetsDestination } from '../../core/assets/ports/assets-destination.ts';
import type { AttachmentStore } from '../../core/assets/ports/files/attachment-store.ts';
import type { CallAllowance } from '../../core/assets/ports/site/call-allowance.ts';
import type { SiteLimits } from '../../core/assets/ports/site/site-limits.ts';
import type { AssetsAccess } from '../assets/assets-access.ts';
import type { AssetsComments } from '../assets/parts/assets-comments.ts';
import { AssetsObjectWriter } from '../assets/writing/assets-object-writer.ts';
import { destinationCalls } from '../assets/writing/destination-calls.ts';
import type { DataCenterPeople } from './data-center-people.ts';
import type { DataCenterIssues } from './issues/data-center-issues.ts';
import { DataCenterReader, type ReaderOptions } from './reading/data-center-reader.ts';
import type { DataCenterCalls } from './writing/data-center-calls.ts';
import { DataCenterStructureWriter } from './writing/data-center-structure-writer.ts';

/**
 * What a live Data Center refused, and kinds of attributes that it lacks, such as Cloud's for
 * Bitbucket (assets-api: D.2, G).
 */
const LIMITS: SiteLimits = {
  reservedInNames: ['=', ';', ':', '?', '.', '"'],
  statusNameMax: 30,
  lacksKind: (kind) => kind.startsWith('type '),
};

interface DestinationParts {
  calls: DataCenterCalls;
  reading: ReaderOptions & { access: AssetsAccess };
  comments: AssetsComments;
  attachmentStore: AttachmentStore;
  issues: DataCenterIssues;
  people: DataCenterPeople;
  allowance: () => CallAllowance;
}

export type DataCenterDestination = AssetsDestination & { attachmentStore: AttachmentStore };

/** No known version has a call for it. */
const setSchemaProperties: AssetsDestination['setSchemaProperties'] = async () => ({
  unavailable: "Data Center doesn't offer the settings of schemas.",
});

/** Reads and writes Assets on Data Center, with the people, projects and so on of its Jira. */
export function dataCenterDestination({
  calls,
  reading,
  comments,
  people,
  ...parts
}: DestinationParts): DataCenterDestination {
  const reader = new DataCenterReader(calls, reading);
  const structure = new DataCenterStructureWriter(calls, (...of) => reader.attributes(...of));
  const objects = new AssetsObjectWriter(calls);
  return Object.assign(
    reader,
    destinationCalls({ structure, objects, access: reading.access, comments, people }),
    { setSchemaProperties, versions: people.versions.bind(people), limits: LIMITS, ...parts },
  );
}
