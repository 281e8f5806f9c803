import { z } from 'zod';
import type { ConnectedIssues } from '../../../core/assets/model/connected-issues.ts';
import type { Available } from '../../../core/assets/ports/site/available.ts';
import type { ConnectedIssuesReader } from '../../../core/assets/ports/parts/connected-issues-reader.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';
import type { OptionalCalls } from '../calls/optional-calls.ts';

const ENDPOINT = 'GET objectconnectedtickets/{id}/tickets';
/** Atlassian's file calls the list optional; without it nothing can be counted. */
const ApiTickets = z.object({
  tickets: z.array(z.unknown()),
  allTicketsQuery: z.string().catch(''),
});

/** The tickets that Assets shows beside an object (assets-api: A.9, D.2). The list has no pages. */
export class AssetsConnectedIssues implements ConnectedIssuesReader {
  readonly #assets: OptionalCalls;

  constructor(assets: OptionalCalls) {
    this.#assets = assets;
  }

  connectedIssues(objectId: string, signal?: AbortSignal): Promise<Available<ConnectedIssues>> {
    const path = `/objectconnectedtickets/${encodeURIComponent(objectId)}/tickets`;
    const call = { of: 'connected-issues', method: 'GET', path, endpoint: ENDPOINT } as const;
    return this.#assets.ask(call, readTickets, signal);
  }
}

function readTickets(answer: HttpAnswer): ConnectedIssues {
  const { tickets, allTicketsQuery } = readAnswer(answer, ENDPOINT, ApiTickets);
  return { count: tickets.length, jql: allTicketsQuery };
}
