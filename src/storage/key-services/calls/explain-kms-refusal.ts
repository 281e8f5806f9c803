import { z } from 'zod';
import type { JsonAnswer } from './ask-json.ts';
import { KeyServiceFailure } from './key-service-failure.ts';

/** `__type` may have the name of a namespace before a `#`. */
const Refusal = z.object({ __type: z.string() });

const WRONG_KEYS =
  'AWS refuses this access key. Check both of its parts, that it is active, and that the clock of this service is right.';
const OTHER_KEY = "This isn't the key that encrypted the backups. Use that one.";
const UNUSABLE =
  'AWS KMS says that this key is disabled or scheduled for deletion. Enable it there.';

/** What the errors of *Encrypt* and *Decrypt* mean (AWS KMS API Reference, "Errors"). */
const SENTENCES: Readonly<Record<string, { field: string; says: string }>> = {
  UnrecognizedClientException: { field: 'awsAccessKey', says: WRONG_KEYS },
  InvalidClientTokenId: { field: 'awsAccessKey', says: WRONG_KEYS },
  IncompleteSignature: { field: 'awsSecretKey', says: WRONG_KEYS },
  IncompleteSignatureException: { field: 'awsSecretKey', says: WRONG_KEYS },
  InvalidSignatureException: { field: 'awsSecretKey', says: WRONG_KEYS },
  SignatureDoesNotMatch: { field: 'awsSecretKey', says: WRONG_KEYS },
  NotFoundException: {
    field: 'awsKey',
    says: 'AWS KMS has no such key in this region. Check key and region.',
  },
  InvalidArnException: { field: 'awsKey', says: "This isn't the ARN of a key. Copy it again." },
  InvalidKeyUsageException: {
    field: 'awsKey',
    says: "This key isn't for encryption. Use a symmetric key for encryption and decryption.",
  },
  DisabledException: { field: 'awsKey', says: UNUSABLE },
  KMSInvalidStateException: { field: 'awsKey', says: UNUSABLE },
  InvalidCiphertextException: { field: 'awsKey', says: OTHER_KEY },
  IncorrectKeyException: { field: 'awsKey', says: OTHER_KEY },
};

/** The service's own message may contain names and is not repeated. */
export function explainKmsRefusal(
  { status, body }: JsonAnswer,
  what: 'Encrypt' | 'Decrypt',
): KeyServiceFailure {
  const read = Refusal.safeParse(body);
  const type = read.success ? read.data.__type.replace(/^.*#/, '') : '';
  const code = `status ${status} ${type}`.trim();
  if (type === 'AccessDeniedException')
    return new KeyServiceFailure(
      'awsKey',
      `AWS KMS doesn't let this user use the key. Allow kms:${what} on it, in the policy of the user or of the key.`,
      { code },
    );
  const known = Object.hasOwn(SENTENCES, type) ? SENTENCES[type] : undefined;
  if (known) return new KeyServiceFailure(known.field, known.says, { code });
  return new KeyServiceFailure(
    'awsEndpoint',
    'AWS KMS is busy, or something else answers at this address. Check the endpoint and the status of AWS.',
    { code, isSilent: true },
  );
}
