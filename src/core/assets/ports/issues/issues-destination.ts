import type { IssuesReader } from './issues-reader.ts';
import type { IssuesWriter } from './issues-writer.ts';

/** The issues of a site whose fields a restore sets. */
export interface IssuesDestination extends IssuesReader, IssuesWriter {}
