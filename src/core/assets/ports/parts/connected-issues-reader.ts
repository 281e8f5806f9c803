import type { ConnectedIssues } from '../../model/connected-issues.ts';
import type { Available } from '../site/available.ts';

/** Counts the issues that name an object, which a site may not report. @throws as AccessReader */
export interface ConnectedIssuesReader {
  /** Only those that the account can view. */
  connectedIssues(objectId: string, signal?: AbortSignal): Promise<Available<ConnectedIssues>>;
}
