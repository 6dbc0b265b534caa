import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong on the way; on new connections and on open ones. */
export interface Fault {
  /** Milliseconds that each piece takes longer, in each direction. */
  latency?: number;
  /** Milliseconds of chance that are added to that. */
  jitter?: number;
  /** Nothing gets through any more, and nobody hangs up. */
  blackhole?: boolean;
  /** Connections are reset as soon as they are made. */
  reset?: boolean;
  /** A connection breaks after so many bytes of the server. */
  cutAfter?: number;
}

/** A port in front of another one, with faults to order. */
export interface FaultyProxy {
  port: number;
  /** Takes the place of the fault before; `{}` is none. */
  set(fault: Fault): void;
  /** Resets all connections that are open. */
  resetAll(): void;
  /** How many connections are open. */
  open(): number;
  close(): Promise<void>;
}

/** Starts a proxy on 127.0.0.1, in front of a port there. */
export async function startProxy(target: number): Promise<FaultyProxy> {
  let fault: Fault = {};
  const clients = new Set<Socket>();

  const server = createServer((client) => {
    if (fault.reset) {
      client.resetAndDestroy();
      return;
    }
    clients.add(client);
    const upstream = connect(target, '127.0.0.1');
    const end = () => {
      clients.delete(client);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      socket.setNoDelay().on('error', end).on('close', end);
    }
    pass(client, upstream, () => Number.POSITIVE_INFINITY);
    pass(upstream, client, () => fault.cutAfter ?? Number.POSITIVE_INFINITY);
  });

  function pass(from: Socket, to: Socket, limit: () => number) {
    let sent = 0;
    let before = Promise.resolve();
    from.on('data', (bytes) => {
      const { latency = 0, jitter = 0 } = fault;
      const delay = sleep(latency + jitter * Math.random());
      const last = before;
      const deliver = async () => {
        if (latency + jitter > 0) await Promise.all([last, delay]);
        if (fault.blackhole || to.destroyed) return;
        const left = limit() - sent;
        sent += bytes.length;
        const part = bytes.subarray(0, Math.max(0, left));
        if (bytes.length < left) {
          to.write(part);
          return;
        }
        // An end and a reset are two errors to whoever reads.
        const hangUp = () => {
          if (limit() % 2 === 1) to.resetAndDestroy();
          from.destroy();
        };
        to.end(part, hangUp);
      };
      before = deliver();
    });
  }

  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as { port: number }).port,
    set(next) {
      fault = next;
    },
    resetAll() {
      for (const client of clients) client.resetAndDestroy();
    },
    open: () => clients.size,
    async close() {
      for (const client of clients) client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
