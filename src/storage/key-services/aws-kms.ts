import { AwsV4Signer } from 'aws4fetch';
import { z } from 'zod';
import { textOf } from './calls/ask-json.ts';
import { explainKmsRefusal } from './calls/explain-kms-refusal.ts';
import { amazonDomain } from '../../core/storages/address/amazon-domain.ts';
import { KeyServiceClient } from './key-service-client.ts';
import { KeyServiceFailure } from './calls/key-service-failure.ts';
import { keyServiceField } from './key-service-field.ts';
import type { KeyServiceProvider } from './key-service-provider.ts';
import { pin, readPinned } from './pinned-key.ts';
import { readAnswer } from './calls/read-answer.ts';

const Wrapped = z.object({ CiphertextBlob: z.base64(), KeyId: z.string().regex(/^\S+$/) });
const Unwrapped = z.object({ Plaintext: z.base64() });

const KMS = { service: 'AWS KMS', field: 'awsEndpoint' };
/** A policy of the key may ask for it. */
const CONTEXT = { service: 'backup-migration-for-assets' };
const NO_ENDPOINT =
  'Enter an address such as https://kms.eu-central-1.amazonaws.com, without a path';

/** AWS Key Management Service (API of 2014-11-01): *Encrypt* and *Decrypt*, signed by SigV4. */
export const awsKms: KeyServiceProvider = {
  name: 'aws-kms',
  label: 'AWS KMS',
  fields: [
    keyServiceField({
      name: 'awsRegion',
      label: 'Region',
      help: 'For example eu-central-1.',
      form: { pattern: /^[a-z]{2,}(-[a-z]+)+-\d+$/, says: 'Enter a region such as eu-central-1' },
    }),
    keyServiceField({
      name: 'awsKey',
      label: 'Key',
      help: 'Its ARN or ID, or an alias such as alias/backups: a symmetric key for encryption. The policy of the user below needs kms:Encrypt and kms:Decrypt on it.',
      form: {
        pattern: /^[\w:/-]+$/,
        says: 'Enter the ARN or the ID of a key, or an alias such as alias/backups',
      },
    }),
    keyServiceField({
      name: 'awsAccessKey',
      label: 'Access key ID',
      form: { pattern: /^\w{16,128}$/, says: 'An access key ID has 16 or more letters and digits' },
    }),
    keyServiceField({
      name: 'awsSecretKey',
      label: 'Secret access key',
      help: "Stored encrypted; you won't see it again.",
      isSecret: true,
      form: { pattern: /^[\x21-\x7e]+$/, says: 'A secret access key has no spaces' },
    }),
    keyServiceField({
      name: 'awsEndpoint',
      label: 'Endpoint',
      help: 'Leave empty for the public endpoint of the region.',
      isMandatory: false,
      form: { pattern: /^https?:\/\/[^\s/?#@]+\/?$/i, says: NO_ENDPOINT },
    }),
  ],
  where: ({ awsKey = '', awsRegion = '' }) => `${awsKey} · ${awsRegion}`,
  open: (settings, gates) => new AwsKms(settings, gates),
};

class AwsKms extends KeyServiceClient {
  async wrap(key: Buffer): Promise<string> {
    const { awsKey = '' } = this.settings;
    const answer = await this.#ask('Encrypt', {
      KeyId: awsKey,
      Plaintext: key.toString('base64'),
    });
    const { KeyId: keyId, CiphertextBlob: wrapped } = readAnswer(Wrapped, answer, KMS);
    return pin({ keyId, wrapped });
  }

  async unwrap(text: string): Promise<Buffer> {
    const { keyId, wrapped } = readPinned(text);
    const answer = await this.#ask('Decrypt', { KeyId: keyId, CiphertextBlob: wrapped });
    return Buffer.from(readAnswer(Unwrapped, answer, KMS).Plaintext, 'base64');
  }

  async #ask(what: 'Encrypt' | 'Decrypt', wanted: object): Promise<unknown> {
    const body = { ...wanted, EncryptionContext: CONTEXT };
    const url = this.#endpoint();
    const headers = await this.#sign(url, what, textOf(body));
    const fields = { url: KMS.field, ca: KMS.field };
    const answer = await this.post({ url, headers, body, ca: '', fields });
    if (answer.status === 200) return answer.body;
    throw explainKmsRefusal(answer, what);
  }

  async #sign(url: string, what: string, body: string): Promise<Record<string, string>> {
    const { awsRegion = '', awsAccessKey = '', awsSecretKey = '' } = this.settings;
    const signer = new AwsV4Signer({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `TrentService.${what}`,
      },
      body,
      service: 'kms',
      region: awsRegion,
      accessKeyId: awsAccessKey,
      secretAccessKey: awsSecretKey,
    });
    const signed: Record<string, string> = {};
    (await signer.sign()).headers.forEach((value, name) => {
      signed[name] = value;
    });
    return signed;
  }

  #endpoint(): string {
    const { awsEndpoint = '', awsRegion = '' } = this.settings;
    if (awsEndpoint === '') return `https://kms.${amazonDomain(awsRegion)}/`;
    if (!URL.canParse(awsEndpoint)) throw new KeyServiceFailure(KMS.field, NO_ENDPOINT);
    return `${new URL(awsEndpoint).origin}/`;
  }
}
