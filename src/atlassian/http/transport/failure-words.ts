/** Error codes for certificates that no trusted authority vouches for. */
export const UNTRUSTED_CODES = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
] as const;

const WORDS: ReadonlyMap<string, string> = new Map([
  ...UNTRUSTED_CODES.map((code) => [code, "its certificate isn't trusted"] as const),
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host name'],
]);

/** What somebody has to mend, in a few words; all else as its code. */
export const failureWords = (code: string): string => WORDS.get(code) ?? code;
