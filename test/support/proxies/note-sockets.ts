/**
 * Loaded into a process before everything else: appends to the file that SOCKETS_FILE names where
 * in the code each outbound connection is made, a line of JSON each.
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { Socket } from 'node:net';

Error.stackTraceLimit = 60;
subscribe('net.client.socket', (message) => {
  const { socket } = message as { socket: Socket };
  const stack = new Error().stack ?? '';
  socket.once('connect', () => {
    const line = JSON.stringify({ port: socket.remotePort, stack });
    appendFileSync(process.env['SOCKETS_FILE'] ?? '/dev/null', `${line}\n`);
  });
});
