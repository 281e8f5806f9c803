import type { IssuesReader } from './issues-reader.ts';
import type { IssuesWriter } from './issues-writer.ts';

/** Issues that a restore sets fields of. */
export interface IssuesDestination extends IssuesReader, IssuesWriter {}
