import type { Server, Socket } from 'node:net';

/** Pairs of sockets of a server that passes on what it gets: when one goes, so does the other. */
export class JoinedSockets {
  readonly #open = new Set<Socket>();

  join(inbound: Socket, outbound: Socket): void {
    for (const socket of [inbound, outbound]) {
      this.#open.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          this.#open.delete(socket);
          inbound.destroy();
          outbound.destroy();
        });
    }
  }

  destroyAll(): void {
    this.#open.forEach((socket) => socket.destroy());
  }

  /** Ends the server with all of them. */
  close(server: Server): Promise<void> {
    this.destroyAll();
    return new Promise((resolve) => {
      server.close(() => resolve());
    });
  }
}
