import diagnostics from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** This process's connections to servers: their addresses by local port. */
const own = new Map<number, string>();

diagnostics.subscribe('net.client.socket', (message) => {
  const { socket } = message as { socket: Socket };
  socket.once('connect', () => {
    const { localPort = 0, localAddress = '' } = socket;
    own.set(localPort, localAddress);
    socket.once('close', () => own.delete(localPort));
  });
});

/**
 * Whether this process itself is at the other end, as when ex5's front calls
 * its API. Such a request is a part of another one that is under way.
 */
export function isOwnCall({ remotePort = 0, remoteAddress }: Socket): boolean {
  const address = own.get(remotePort);
  // A server for IPv4 and IPv6 sees ::ffff:127.0.0.1.
  return address !== undefined && remoteAddress?.endsWith(address) === true;
}
