import type { Request, Response } from 'express';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { inBase64 } from './handling/in-base64.ts';
import { readFilePart } from './handling/read-file-part.ts';
import type { ReplyFile, TextFile } from './handling/reply.ts';
import type { ErrorAnswer } from './middleware/handle-error.ts';
import type { Reply } from './routes/route.ts';
import { triggersOf } from './send-reply.ts';
import type { ViewModels } from './routes/view-models.ts';
import type { Views } from './view/views.ts';

/**
 * An answer as Forge's bridge carries it: always a 200 with JSON, because a 401 means that the
 * call's token is invalid, and a 204 would lose its headers.
 */
interface Envelope {
  status: number;
  html: string;
  /** In lower case. */
  headers: Record<string, string>;
}

/** Which part of a file is asked for, and in the answer which one is next. */
const PART = 'x-part';
/** Marks `html` that is compressed and in base64 because it would be too large otherwise. */
const ENCODING = 'x-encoding';
/** Of what the bridge carries, bytes. */
const MAX_BYTES = 5_000_000;
const zip = promisify(gzip);
/** Each part of a file is made from its beginning on. */
const MAX_BINARY_BYTES = 20 << 20;
const FILE_TOO_LARGE: ErrorAnswer = {
  status: 413,
  title: 'Too large',
  message:
    'Jira passes on files up to 20 MB. Restore the object with its attachments to get this one.',
};
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
    return sendFileInEnvelope(request, response, { file: reply.file, views });
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
interface FileToSend {
  file: ReplyFile;
  views: Views<ViewModels>;
}

async function sendFileInEnvelope(
  request: Request,
  response: Response,
  { file, views }: FileToSend,
): Promise<void> {
  if (file.size !== undefined && file.size > MAX_BINARY_BYTES)
    return sendErrorInEnvelope(response, FILE_TOO_LARGE, views);
  const coding = file.size === undefined ? {} : { 'x-coding': 'base64' };
  const { text, next } = await readFilePart(asText(file), request.get(PART));
  const headers = {
    'content-type': file.type,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    ...coding,
  };
  send(response, {
    status: 200,
    html: text,
    headers: next ? { ...headers, [PART]: next } : headers,
  });
}

/** The bridge carries texts alone. */
const asText = (file: ReplyFile): Pick<TextFile, 'parts'> =>
  file.size === undefined ? file : { parts: inBase64(file.parts) };

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
