import { createHash, createHmac } from 'node:crypto';
import type { Received } from './stand-ins/answering-server.ts';

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([\da-f]{64})$/;

/** Who signed a POST to `/` for which region and service, if it was with that secret (SigV4). */
export function signerOf({ method, path, headers, text }: Received, secret: string) {
  const [, accessKey = '', day = '', region = '', service = '', signed = '', signature = ''] =
    AUTHORIZATION.exec(headers.authorization ?? '') ?? [];
  const names = signed.split(';');
  const lines = names.map((name) => `${name}:${String(headers[name])}`);
  const canonical = [method, path, '', ...lines, '', signed, sha256(text)].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha256(canonical)].join(
    '\n',
  );
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (last, part) => hmac(last, part),
    `AWS4${secret}`,
  );
  const isRight = hmac(key, toSign).toString('hex') === signature;
  return isRight ? { accessKey, region, service, names } : undefined;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();
