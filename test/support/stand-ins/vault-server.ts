import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { answeringServer, type Answered, type Received } from './answering-server.ts';

const RENEW = '/v1/auth/token/renew-self';

/** What is wrong with it right now. */
type Fault = 'none' | 'revoked' | 'sealed' | 'redirects' | 'not-vault';

/**
 * Answers as HashiCorp Vault's transit engine does: one mount, one token, the keys that were made.
 * Its keys live as long as it does.
 */
export class VaultServer {
  /** The only one that is valid. */
  token = 's.vault-token-of-the-tests';
  readonly keys = new Map<string, Buffer>();
  /** Every path that was asked for. */
  readonly asked: string[] = [];
  /** Everything that was wrapped, in base64. */
  readonly plaintexts = new Set<string>();
  fault: Fault = 'none';
  /** How it answers who renews the token, which is valid for so many seconds then. */
  renewal = { status: 200, seconds: 86_400 };
  #url = '';

  static async start(): Promise<VaultServer> {
    const vault = new VaultServer();
    vault.#url = await answeringServer((received) => vault.#answer(received));
    vault.makeKey('backups');
    return vault;
  }

  get url(): string {
    return this.#url;
  }

  /** How many times its token was to be renewed. */
  get renewals(): number {
    return this.asked.filter((path) => path === RENEW).length;
  }

  makeKey(name: string): void {
    this.keys.set(name, randomBytes(32));
  }

  #answer(received: Received): Answered {
    this.asked.push(received.path);
    return this.#judge(received);
  }

  #judge({ path, method, headers, text }: Received): Answered {
    if (this.fault === 'sealed') return refused(503, 'Vault is sealed');
    if (this.fault === 'not-vault') return { status: 200, body: '<html>Hello</html>' };
    if (this.fault === 'redirects')
      return { status: 307, body: '', headers: { location: 'http://169.254.169.254/' } };
    if (method !== 'POST') return refused(405, 'unsupported operation');
    if (headers['x-vault-token'] !== this.token || this.fault === 'revoked')
      return refused(403, 'permission denied');
    return path === RENEW ? this.#renew() : this.#useKey(path, text);
  }

  #renew(): Answered {
    const { status, seconds } = this.renewal;
    if (status !== 200) return refused(status, 'not now');
    return { status, body: { auth: { lease_duration: seconds, renewable: true } } };
  }

  #useKey(path: string, text: string): Answered {
    const [, what, name = ''] = /^\/v1\/transit\/(encrypt|decrypt)\/([^/]+)$/.exec(path) ?? [];
    if (!what) return refused(404, `no handler for route "${path.slice(4)}"`);
    const key = this.keys.get(name);
    if (!key) return refused(400, 'encryption key not found');
    const sent = JSON.parse(text) as { plaintext?: string; ciphertext?: string };
    if (sent.plaintext) this.plaintexts.add(sent.plaintext);
    return what === 'encrypt' ? encrypt(key, sent.plaintext) : decrypt(key, sent.ciphertext);
  }
}

const refused = (status: number, why: string): Answered => ({ status, body: { errors: [why] } });

function encrypt(key: Buffer, plaintext = ''): Answered {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const plain = Buffer.from(plaintext, 'base64');
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  const ciphertext = `vault:v1:${Buffer.concat([nonce, sealed]).toString('base64')}`;
  return { status: 200, body: { data: { ciphertext, key_version: 1 } } };
}

function decrypt(key: Buffer, ciphertext = ''): Answered {
  const bytes = Buffer.from(ciphertext.replace(/^vault:v1:/, ''), 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    return { status: 200, body: { data: { plaintext: plain.toString('base64') } } };
  } catch {
    return refused(400, 'cipher: message authentication failed');
  }
}
