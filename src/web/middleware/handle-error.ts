import type { Log } from '../../core/kernel/log.ts';
import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler } from 'express';
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
import { Unauthenticated } from '../identity/connect/caller.ts';
import type { Views } from '../view/views.ts';

interface Shown {
  status: number;
  title: string;
  message: string;
}

/** What a person sees of an error: what happened, and what to do next. */
function shown(error: unknown): Shown | undefined {
  if (error instanceof Unauthenticated)
    return { status: 401, title: 'Not signed in', message: error.message };
  if (error instanceof NotAllowed)
    return { status: 403, title: 'Not allowed', message: error.message };
  if (error instanceof NotFound) return { status: 404, title: 'Not found', message: error.message };
  if (error instanceof InvalidInput)
    return { status: 422, title: 'Please check what you typed', message: error.message };
  if (error instanceof Conflict)
    return { status: 409, title: 'Something changed meanwhile', message: error.message };
  if (error instanceof Unavailable)
    return { status: 503, title: 'Not available just now', message: error.message };
  if (error instanceof Refused || error instanceof Damaged)
    return { status: 422, title: 'This cannot be done', message: (error as ProductError).message };
  const status =
    (error as { status?: unknown; code?: unknown } | null)?.status ??
    (error as { code?: unknown } | null)?.code;
  if (status === 413)
    return {
      status: 413,
      title: 'Too much',
      message: 'What was sent is too large. Shorten it and send it again.',
    };
  if (status === 401 || status === 400)
    return { status: 401, title: 'Not signed in', message: new Unauthenticated().message }; // ACE's plain objects
  return undefined;
}

export function handleError(views: Views, log: Log, layout: () => object): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = shown(error);
    const reference = randomBytes(4).toString('hex');
    if (!known)
      log.error(
        {
          reference,
          path: request.path,
          err: {
            message: error instanceof Error ? error.message : 'unknown',
            stack: error instanceof Error ? error.stack : undefined,
          },
        },
        'A request failed.',
      );
    else if (known.status >= 500)
      log.warn(
        { path: request.path, status: known.status, message: known.message },
        'A request could not be answered.',
      );
    const data = known ?? {
      status: 500,
      title: 'Something went wrong here',
      message: `The service met an error of its own. Try again; if it happens again, tell whoever runs the service this number: ${reference}.`,
    };
    response.status(data.status);
    if (request.path.startsWith('/pages/'))
      response.type('html').send(views.page('error', data, layout()));
    else if (request.get('hx-request') === 'true')
      response.type('html').send(views.render('error', data));
    else response.type('text/plain').send(data.message);
  };
}

export const notFound: RequestHandler = (_request, _response, next) =>
  next(new NotFound('There is nothing at this address. Reload the page in Jira.'));
