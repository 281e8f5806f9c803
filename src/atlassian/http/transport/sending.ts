import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Errors when the other side closed a connection before it read what was sent. */
const CLOSED = ['ECONNRESET', 'EPIPE'];

/**
 * Makes one request in axios' place, to know whether bytes of it may have left. Not before its
 * connection stands; over TLS not before the handshake is done and the certificate is right: what
 * is written until then waits. From then on they count as sent, also over a kept connection that
 * the site may be closing right now.
 */
export class Sending {
  #begun = false;
  #answered = false;
  #request: ClientRequest | undefined;

  get begun(): boolean {
    return this.#begun;
  }

  /** Whether a kept connection was closed under the call, without a byte of an answer. */
  wasClosedUnder(error: unknown): boolean {
    const { code } = error as { code?: unknown };
    return (
      this.#request?.reusedSocket === true &&
      !this.#answered &&
      CLOSED.some((each) => each === code)
    );
  }

  request = (
    options: RequestOptions,
    onAnswer: (answer: IncomingMessage) => void,
  ): ClientRequest => {
    const request = (options.protocol === 'https:' ? https : http).request(options, (answer) => {
      this.#answered = true;
      onAnswer(answer);
    });
    const begin = (): void => {
      this.#begun = true;
    };
    request.once('socket', (socket: Socket) => {
      if (!socket.connecting) begin();
      else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', begin);
    });
    this.#request = request;
    return request;
  };
}
