import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { connect as connectTls } from 'node:tls';

/** The addresses of this machine's network interfaces. */
export function ownAddresses(): Set<string> {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return new Set(all.map(({ address }) => address).concat('127.0.0.1', '::1'));
}

/** A host and a port, as sockets take them. */
export function whereOf({ hostname, port }: URL) {
  return { host: hostname.replace(/[[\]]/g, ''), port: Number(port || 80) };
}

/** Whether a program takes connections there; on this machine, at once. */
export function listens(url: URL): Promise<boolean> {
  return opens(connect(whereOf(url)), 'connect');
}

/** Whether what listens there wants its connections encrypted. */
export function isTls(url: URL): Promise<boolean> {
  const options = { ...whereOf(url), rejectUnauthorized: false };
  return opens(connectTls(options), 'secureConnect');
}

async function opens(socket: Socket, event: string): Promise<boolean> {
  try {
    await once(socket, event, { signal: AbortSignal.timeout(2_000) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
