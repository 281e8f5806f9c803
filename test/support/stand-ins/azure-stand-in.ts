import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto';
import { answeringServer, type Answered, type Received } from './answering-server.ts';

export const AZURE = {
  tenant: '11111111-2222-3333-4444-555555555555',
  client: '66666666-7777-8888-9999-000000000000',
  secret: 'the~client.secret_value',
};
const TOKEN = 'entra-token-of-the-tests';
const RSA = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };

/** What is wrong with it right now: the code of Entra ID, or the status of the vault. */
export interface AzureTrouble {
  login?: { status: number; error: string; codes: number[] } | undefined;
  vault?: { status: number; code: string } | undefined;
  /** Both answer with a page. */
  isPage?: boolean;
}

/** Answers as Microsoft Entra ID and as a key vault do, with one RSA key and its versions. */
export async function azureStandIn() {
  const trouble: AzureTrouble = {};
  const versions = new Map<string, ReturnType<typeof newKey>>();
  const addVersion = (): string => {
    const version = `${versions.size + 1}`.padStart(32, 'a');
    versions.set(version, newKey());
    return version;
  };
  addVersion();

  function login({ text }: Received): Answered {
    if (trouble.login) {
      const { status, error, codes } = trouble.login;
      return { status, body: { error, error_codes: codes, error_description: 'secret words' } };
    }
    const form = new URLSearchParams(text);
    const isKnown =
      form.get('client_id') === AZURE.client && form.get('client_secret') === AZURE.secret;
    return isKnown && form.get('grant_type') === 'client_credentials'
      ? { status: 200, body: { token_type: 'Bearer', access_token: TOKEN } }
      : { status: 401, body: { error: 'invalid_client', error_codes: [7_000_215] } };
  }

  function useKey(received: Received): Answered {
    const { path, headers, text } = received;
    const [, name, asked, what] =
      /^\/keys\/(\w+)\/(\w*)\/(wrapkey|unwrapkey)\?api-version=7\.4$/.exec(path) ?? [];
    if (trouble.vault) return refused(trouble.vault.status, trouble.vault.code);
    if (headers.authorization !== `Bearer ${TOKEN}`) return refused(401, 'Unauthorized');
    const version = asked === '' ? [...versions.keys()].at(-1)! : (asked ?? '');
    const key = versions.get(version);
    if (name !== 'backups' || !key) return refused(404, 'KeyNotFound');
    const sent = JSON.parse(text) as { alg: string; value: string };
    if (sent.alg !== 'RSA-OAEP-256') return refused(400, 'BadParameter');
    const bytes = Buffer.from(sent.value, 'base64url');
    const value =
      what === 'wrapkey'
        ? publicEncrypt({ key: key.publicKey, ...RSA }, bytes)
        : privateDecrypt({ key: key.privateKey, ...RSA }, bytes);
    const kid = `https://acme.vault.azure.net/keys/backups/${version}`;
    return { status: 200, body: { kid, value: value.toString('base64url') } };
  }

  const url = await answeringServer((received) => {
    if (trouble.isPage) return { status: 200, body: '<html>Hello</html>' };
    const isLogin = received.path === `/${AZURE.tenant}/oauth2/v2.0/token`;
    return isLogin ? login(received) : useKey(received);
  });
  return { url, trouble, addVersion };
}

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const refused = (status: number, code: string): Answered => ({
  status,
  body: { error: { code, message: 'secret words' } },
});
