import type { Request, Response } from 'express';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { readFilePart } from './handling/read-file-part.ts';
import type { ErrorAnswer } from './middleware/handle-error.ts';
import type { Reply } from './route.ts';
import { triggersOf } from './send-reply.ts';
import type { ViewModels } from './view-models.ts';
import type { Views } from './view/views.ts';

/**
 * An answer as Forge's bridge carries it: always a 200 with JSON, for a 401 says that the token of
 * the call is none, and a 204 would lose its headers.
 */
interface Envelope {
  status: number;
  html: string;
  /** In lower case. */
  headers: Record<string, string>;
}

/** Which part of a file is asked for, and in the answer which one is next. */
const PART = 'x-part';
/** Says that `html` is compressed and in base64, for it would be too large. */
const ENCODING = 'x-encoding';
/** Of what the bridge carries, bytes. */
const MAX_BYTES = 5_000_000;
const zip = promisify(gzip);
const TOO_LARGE: ErrorAnswer = {
  status: 413,
  title: 'Too large',
  message: "This page is too large for Jira to pass it on. Narrow down what's listed.",
};

/** Sends what a handler answered as a fragment. A file goes part by part, each asked for. */
export async function sendInEnvelope(
  request: Request,
  response: Response,
  reply: Reply,
  views: Views<ViewModels>,
): Promise<void> {
  if (reply.view === undefined && reply.file) {
    const { name, type } = reply.file;
    const { text, next } = await readFilePart(reply.file, request.get(PART));
    const disposition = `attachment; filename="${name}"`;
    const headers = { 'content-type': type, 'content-disposition': disposition };
    send(response, {
      status: 200,
      html: text,
      headers: next ? { ...headers, [PART]: next } : headers,
    });
    return;
  }
  const triggers = triggersOf(reply);
  const headers: Record<string, string> = triggers ? { 'hx-trigger': triggers } : {};
  const isShown = reply.view !== undefined;
  const html = isShown ? views.render(reply.view, reply.model) : '';
  const envelope = await pack({ status: isShown ? 200 : 204, html, headers });
  if (envelope) send(response, envelope);
  else sendErrorInEnvelope(response, TOO_LARGE, views);
}

/** As the bridge carries it; undefined for what is too large even compressed. */
async function pack(envelope: Envelope): Promise<Envelope | undefined> {
  if (fits(envelope)) return envelope;
  const { html, headers } = envelope;
  const zipped = (await zip(html)).toString('base64');
  const packed = { ...envelope, html: zipped, headers: { ...headers, [ENCODING]: 'gzip' } };
  return fits(packed) ? packed : undefined;
}

const fits = (envelope: Envelope): boolean =>
  Buffer.byteLength(JSON.stringify(envelope)) <= MAX_BYTES;

export function sendErrorInEnvelope(
  response: Response,
  { status, ...view }: ErrorAnswer,
  views: Views<ViewModels>,
): void {
  send(response, { status, html: views.render('error', view), headers: {} });
}

const send = (response: Response, envelope: Envelope): void => {
  response.status(200).json(envelope);
};
