import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is wrong with it just now. */
type Fault = 'none' | 'revoked' | 'sealed' | 'redirects' | 'not-vault';

/**
 * Answers as HashiCorp Vault's transit engine does: one mount, one token, the keys that were made.
 * Its keys live as long as it does.
 */
export class VaultServer {
  readonly token = 's.vault-token-of-the-tests';
  readonly keys = new Map<string, Buffer>();
  /** Every path that was asked for. */
  readonly asked: string[] = [];
  /** Everything that was wrapped, in base64. */
  readonly plaintexts = new Set<string>();
  fault: Fault = 'none';
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  static async start(): Promise<VaultServer> {
    const vault = new VaultServer();
    await new Promise<void>((resolve) => {
      vault.#server.listen(0, '127.0.0.1', resolve);
    });
    vault.makeKey('backups');
    return vault;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  makeKey(name: string): void {
    this.keys.set(name, randomBytes(32));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    this.asked.push(path);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const { status, body, location } = this.#judge(path, request, text);
    response.writeHead(status, { 'content-type': 'application/json', ...location });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  #judge(path: string, { method, headers }: IncomingMessage, text: string): Said {
    if (this.fault === 'sealed') return refused(503, 'Vault is sealed');
    if (this.fault === 'not-vault') return { status: 200, body: '<html>Hello</html>' };
    if (this.fault === 'redirects')
      return { status: 307, body: '', location: { location: 'http://169.254.169.254/' } };
    if (method !== 'POST') return refused(405, 'unsupported operation');
    if (headers['x-vault-token'] !== this.token || this.fault === 'revoked')
      return refused(403, 'permission denied');
    return path === '/v1/auth/token/renew-self'
      ? { status: 200, body: { auth: {} } }
      : this.#useKey(path, text);
  }

  #useKey(path: string, text: string): Said {
    const [, what, name = ''] = /^\/v1\/transit\/(encrypt|decrypt)\/([^/]+)$/.exec(path) ?? [];
    if (!what) return refused(404, `no handler for route "${path.slice(4)}"`);
    const key = this.keys.get(name);
    if (!key) return refused(400, 'encryption key not found');
    const sent = JSON.parse(text) as { plaintext?: string; ciphertext?: string };
    if (sent.plaintext) this.plaintexts.add(sent.plaintext);
    return what === 'encrypt' ? encrypt(key, sent.plaintext) : decrypt(key, sent.ciphertext);
  }
}

interface Said {
  status: number;
  body: unknown;
  location?: { location: string };
}

const refused = (status: number, why: string): Said => ({ status, body: { errors: [why] } });

function encrypt(key: Buffer, plaintext = ''): Said {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const plain = Buffer.from(plaintext, 'base64');
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  const ciphertext = `vault:v1:${Buffer.concat([nonce, sealed]).toString('base64')}`;
  return { status: 200, body: { data: { ciphertext, key_version: 1 } } };
}

function decrypt(key: Buffer, ciphertext = ''): Said {
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
