import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import {
  Conflict,
  Damaged,
  InvalidInput,
  NotAllowed,
  NotFound,
  ProductError,
  Refused,
  Unavailable,
} from '../../core/kernel/errors.ts';
import type { Log } from '../../core/kernel/log.ts';
import { Unauthenticated } from '../identity/unauthenticated.ts';

/** An error as a person sees it: what happened, and what to do next. */
export interface ErrorView {
  title: string;
  message: string;
}

/** The same, with the kind of answer. */
export interface ErrorAnswer extends ErrorView {
  status: number;
}

export interface ErrorDeps {
  log: Log;
  /** Shows the error as a page of its own or as a part of one. */
  render: (view: ErrorView, as: 'page' | 'fragment') => string;
}

export function handleError({ log, render }: ErrorDeps): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const answer = settleError(error, request, log);
    response.status(answer.status);
    if (request.path.startsWith('/pages/')) response.type('html').send(render(answer, 'page'));
    else if (request.get('hx-request') === 'true')
      response.type('html').send(render(answer, 'fragment'));
    else response.type('text/plain').send(answer.message);
  };
}

/** Logs what the operator has to know, and returns the answer. */
export function settleError(error: unknown, request: Request, log: Log): ErrorAnswer {
  const answer = answerTo(error) ?? answerToBug(error, request, log);
  if (answer.status === 503 || error instanceof Damaged) logUnanswered(answer, request, error, log);
  return answer;
}

export const notFound: RequestHandler = (_request, _response, next) =>
  next(new NotFound("This page doesn't exist. Reload the page in Jira."));

/** Undefined for a bug of ours. */
function answerTo(error: unknown): ErrorAnswer | undefined {
  if (error instanceof ProductError) return answerToProductError(error);
  if (error instanceof Unauthenticated) return notSignedIn(error);
  return answerToForeign(error);
}

const KINDS = [
  { kind: NotAllowed, status: 403, title: 'Not allowed' },
  { kind: NotFound, status: 404, title: 'Not found' },
  { kind: InvalidInput, status: 422, title: 'Check what you entered' },
  { kind: Conflict, status: 409, title: 'Something has changed' },
  { kind: Unavailable, status: 503, title: 'Not available right now' },
  { kind: Refused, status: 422, title: "This can't be done" },
  { kind: Damaged, status: 422, title: "This can't be done" },
];

function answerToProductError(error: ProductError): ErrorAnswer | undefined {
  const found = KINDS.find(({ kind }) => error instanceof kind);
  return found && { status: found.status, title: found.title, message: error.message };
}

const notSignedIn = ({ message }: Unauthenticated): ErrorAnswer => ({
  status: 401,
  title: 'Not signed in',
  message,
});

/**
 * Errors of the packages that read requests: they carry a status, some of them as `code`. They
 * complain about a request, which is no bug of ours.
 */
function answerToForeign(error: unknown): ErrorAnswer | undefined {
  const { status, code } = (error ?? {}) as { status?: unknown; code?: unknown };
  const said = status ?? code;
  if (typeof said !== 'number' || said < 400 || said >= 500) return undefined;
  switch (said) {
    case 400:
    case 401:
      return notSignedIn(new Unauthenticated());
    case 413:
      return {
        status: 413,
        title: 'Too large',
        message: 'What you sent is too large. Shorten it, then try again.',
      };
    case 415:
      return {
        status: 415,
        title: 'Invalid request',
        message: "This request couldn't be read. Send it as UTF-8.",
      };
    default:
      return {
        status: said,
        title: 'Invalid request',
        message: "This request couldn't be read. Reload the page in Jira.",
      };
  }
}

/** Logs everything, and shows a number to find it by. */
function answerToBug(error: unknown, request: Request, log: Log): ErrorAnswer {
  const reference = randomBytes(4).toString('hex');
  const { message, stack } =
    error instanceof Error ? error : { message: 'unknown', stack: undefined };
  log.error({ reference, path: request.path, err: { message, stack } }, 'A request failed.');
  return {
    status: 500,
    title: 'Something went wrong',
    message: `Try again. If it happens again, contact whoever runs this service and mention this number: ${reference}.`,
  };
}

/** The cause may contain what the sender must not learn. */
function logUnanswered(
  { status, message }: ErrorAnswer,
  request: Request,
  error: unknown,
  log: Log,
): void {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  const fields = { path: request.path, status, message, cause: cause?.message };
  log.warn(fields, "A request couldn't be answered.");
}
