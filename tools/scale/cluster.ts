import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { freePort } from '../../test/mysql.ts';
import { type Node, patiently, prepareNode } from './node.ts';

/** Three servers that hold the same data, and the address of the one in use. */
export interface Cluster {
  nodes: Node[];
  /** HAProxy's, which takes another server when the one in use is gone. */
  url: string;
  /** The node to which HAProxy sends what it gets. */
  inUse(): Promise<Node>;
  remove(): Promise<void>;
}

/**
 * Starts a Galera cluster behind HAProxy, on loopback, in a folder of its own.
 * Needs root, since its servers run as the user mysql, and Debian's packages
 * mariadb-server, galera-4, haproxy and rsync.
 */
export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'course-galera-'));
  chmodSync(folder, 0o755);
  const running = new Set<ChildProcess>();
  function removeAll() {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
  process.once('exit', removeAll);

  const run = (command: string, args: string[]) => {
    const output = openSync(join(folder, 'log'), 'a');
    const child = spawn(command, args, { stdio: ['ignore', output, output] });
    running.add(child);
    child.once('exit', () => running.delete(child));
    return child;
  };

  const names = ['node1', 'node2', 'node3'];
  const listens = await Promise.all(names.map(freePort));
  const nodes: Node[] = [];
  for (const [at, name] of names.entries()) {
    const node = await prepareNode(run, folder, name, at, listens);
    nodes.push(node);
    await node.start().catch((cause) => {
      const words = readFileSync(join(folder, 'log'), 'utf8').slice(-2000);
      throw new Error(`${name} does not start:\n${words}`, { cause });
    });
  }

  const port = await freePort();
  const config = join(folder, 'haproxy.cfg');
  await writeFile(config, proxyConfig(port, nodes));
  run('haproxy', ['-f', config, '-db']);
  const url = `mysql://root@127.0.0.1:${port}`;
  const ask = async () => {
    const connection = await createConnection(url);
    const [[row]] = await connection.query<RowDataPacket[]>('select @@port p');
    await connection.end();
    return nodes.find((node) => node.port === row?.p) as Node;
  };
  const inUse = () => patiently(ask);
  await inUse();
  return {
    ...{ nodes, url, inUse },
    async remove() {
      for (const child of [...running]) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      removeAll();
    },
  };
}

/** One server at a time: what HAProxy chose once, it keeps while it can. */
function proxyConfig(port: number, nodes: Node[]): string {
  const servers = nodes.map(({ name, port }) => {
    return `  server ${name} 127.0.0.1:${port} check inter 500ms fall 2 rise 2`;
  });
  return `defaults
  mode tcp
  timeout connect 1s
  timeout client 1h
  timeout server 1h
listen mysql
  bind 127.0.0.1:${port}
  stick-table type ip size 1 nopurge
  stick on dst
  default-server on-marked-down shutdown-sessions
${servers.join('\n')}
`;
}
