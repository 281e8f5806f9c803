import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { AwsV4Signer } from 'aws4fetch';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import { awsKms } from '../../../src/storage/key-services/aws-kms.ts';
import { KeyServiceFailure } from '../../../src/storage/key-services/calls/key-service-failure.ts';
import { answeringServer, type Answered } from '../../support/stand-ins/answering-server.ts';
import { signerOf } from '../../support/signer-of.ts';
import { testEndpoint } from '../../support/stand-ins/test-buckets.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const SETTINGS = {
  awsRegion: 'eu-central-1',
  awsKey: 'alias/backups',
  awsAccessKey: 'AKIDEXAMPLEEXAMPLE',
  awsSecretKey: SECRET,
};
const listed = composeDatabaseGates(['127.0.0.0/8']);
const endpoint = await testEndpoint();
const key = randomBytes(32);
let answer: Answered;
const answers = await answeringServer((received) =>
  signerOf(received, SECRET)
    ? answer
    : { status: 400, body: { __type: 'InvalidSignatureException' } },
);

/** Asks the pretend AWS, as an administrator of it would. */
async function ask(what: string, body: object): Promise<Record<string, any>> {
  const signer = new AwsV4Signer({
    method: 'POST',
    url: `${endpoint}/`,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `TrentService.${what}`,
    },
    body: JSON.stringify(body),
    service: 'kms',
    region: SETTINGS.awsRegion,
    accessKeyId: SETTINGS.awsAccessKey,
    secretAccessKey: SECRET,
  });
  const { method, url, headers } = await signer.sign();
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return text === '' ? {} : JSON.parse(text);
}

const makeKey = async (): Promise<string> => (await ask('CreateKey', {}))['KeyMetadata'].KeyId;
const open = (more: Partial<Record<string, string>> = {}) =>
  awsKms.open({ ...SETTINGS, awsEndpoint: endpoint, ...more } as Record<string, string>, listed);
const failureOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error: unknown) => {
      assert.ok(error instanceof KeyServiceFailure, String(error));
      return { field: error.field, isSilent: error.isSilent, says: error.message };
    },
  );

const first = await makeKey();
await ask('CreateAlias', { AliasName: 'alias/backups', TargetKeyId: first });

test('a key is wrapped and unwrapped, also after its alias leads to another key', async () => {
  const wrapped = await open().wrap(key);
  assert.ok(!wrapped.includes(key.toString('base64')));
  assert.ok((await open().unwrap(wrapped)).equals(key));
  await ask('UpdateAlias', { AliasName: 'alias/backups', TargetKeyId: await makeKey() });
  assert.ok((await open().unwrap(wrapped)).equals(key));
  assert.ok((await open({ awsKey: first }).unwrap(await open().wrap(key))).equals(key));
});

test('a key that is not there is said beside the key', async () => {
  const failure = await failureOf(open({ awsKey: 'alias/other' }).wrap(key));
  assert.deepEqual([failure?.field, failure?.isSilent], ['awsKey', false]);
  assert.match(failure!.says, /no such key/);
});

test('requests are signed as AWS checks them, for KMS in the region, with what is asked for', async () => {
  const signed: unknown[] = [];
  const url = await answeringServer((received) => {
    signed.push(signerOf(received, SECRET), received.headers['x-amz-target']);
    return { status: 200, body: { KeyId: 'arn:aws:kms:key/1', CiphertextBlob: 'AQID' } };
  });
  assert.equal(await open({ awsEndpoint: url }).wrap(key), 'arn:aws:kms:key/1 AQID');
  const [by, what] = signed as [ReturnType<typeof signerOf>, string];
  assert.equal(what, 'TrentService.Encrypt');
  assert.deepEqual(
    [by?.accessKey, by?.region, by?.service],
    [SETTINGS.awsAccessKey, 'eu-central-1', 'kms'],
  );
  assert.ok(by?.names.includes('x-amz-target'));
  const other = open({ awsEndpoint: answers, awsSecretKey: 'another' });
  assert.match((await failureOf(other.wrap(key)))!.says, /refuses this access key/);
});

for (const [type, field, isSilent, says] of [
  ['AccessDeniedException', 'awsKey', false, /Allow kms:Encrypt on it/],
  ['UnrecognizedClientException', 'awsAccessKey', false, /refuses this access key/],
  ['com.amazonaws.kms#InvalidKeyUsageException', 'awsKey', false, /isn't for encryption/],
  ['DisabledException', 'awsKey', false, /is disabled/],
  ['KMSInvalidStateException', 'awsKey', false, /scheduled for deletion/],
  ['ThrottlingException', 'awsEndpoint', true, /is busy/],
  ['constructor', 'awsEndpoint', true, /is busy/],
] as const)
  test(`${type} is told beside ${field}`, async () => {
    answer = { status: 400, body: { __type: type, message: 'secret words' } };
    const failure = await failureOf(open({ awsEndpoint: answers }).wrap(key));
    assert.deepEqual([failure?.field, failure?.isSilent], [field, isSilent]);
    assert.match(failure!.says, says);
    assert.doesNotMatch(failure!.says, /secret words/);
  });

test('what is no KMS, and an address in a private network that nobody listed, are said', async () => {
  answer = { status: 200, body: '<html>Hello</html>' };
  assert.match(
    (await failureOf(open({ awsEndpoint: answers }).wrap(key)))!.says,
    /What answers there isn't AWS KMS/,
  );
  const outside = awsKms.open({ ...SETTINGS, awsEndpoint: answers }, composeDatabaseGates([]));
  assert.match((await failureOf(outside.wrap(key)))!.says, /http:\/\/ only works for addresses/);
});
