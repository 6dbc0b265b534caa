import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { freePort } from '../../test/mysql.ts';

/** A MariaDB server of a cluster, on a port of its own. */
export interface Node {
  name: string;
  port: number;
  /** Starts it, or takes it in again; resolves once it has all the data. */
  start(): Promise<void>;
  /** Ends it as a power failure would. */
  kill(): Promise<void>;
  query(statement: string): Promise<RowDataPacket[]>;
}

/** Of Debian's package galera-4. */
const provider = '/usr/lib/galera/libgalera_smm.so';

/**
 * Makes the data folder of the node that is number `at` of those that listen
 * to each other on these ports. The first to start makes the cluster.
 *
 * @param run starts a program that ends with the cluster
 */
export async function prepareNode(
  run: (command: string, args: string[]) => ChildProcess,
  folder: string,
  name: string,
  at: number,
  listens: number[],
): Promise<Node> {
  const home = join(folder, name);
  const data = join(home, 'data');
  await mkdir(home);
  if (at === 0) {
    const auth = '--auth-root-authentication-method=normal';
    const install = ['--no-defaults', `--datadir=${data}`, auth];
    execFileSync('mariadb-install-db', install, { stdio: 'pipe' });
  } else await mkdir(data);
  execFileSync('chown', ['-R', 'mysql:mysql', home]);

  const [port, receive, state] = [
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const socketPath = join(home, 'socket');
  const peers = listens.map((listen) => `127.0.0.1:${listen}`).join(',');
  const options = [
    '--no-defaults',
    '--user=mysql',
    `--datadir=${data}`,
    `--socket=${socketPath}`,
    `--pid-file=${join(home, 'pid')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--innodb-buffer-pool-size=32M',
    '--innodb-flush-log-at-trx-commit=2',
    '--innodb-autoinc-lock-mode=2',
    '--binlog-format=ROW',
    '--wsrep-on=ON',
    `--wsrep-provider=${provider}`,
    `--wsrep-node-name=${name}`,
    '--wsrep-node-address=127.0.0.1',
    '--wsrep-sst-method=rsync',
    `--wsrep-sst-receive-address=127.0.0.1:${receive}`,
    '--wsrep-retry-autocommit=4',
    '--wsrep-auto-increment-control=OFF',
    // So long the others wait for one that is silent; 5 s unless told.
    '--wsrep-provider-options=evs.suspect_timeout=PT4S;gcache.size=64M;' +
      `gmcast.listen_addr=tcp://127.0.0.1:${listens[at]};` +
      `ist.recv_addr=127.0.0.1:${state}`,
  ];
  let server: ChildProcess | undefined;

  async function query(statement: string) {
    const connection = await createConnection({ socketPath, user: 'root' });
    const [rows] = await connection.query<RowDataPacket[]>(statement);
    await connection.end();
    return rows;
  }

  return {
    ...{ name, port, query },
    async start() {
      const isFirst = at === 0 && server === undefined;
      const cluster = `--wsrep-cluster-address=gcomm://${isFirst ? '' : peers}`;
      const from = server === undefined ? [] : [await findPosition(options)];
      server = run('mariadbd', [...options, cluster, ...from]);
      await patiently(async () => {
        const status = "show status like 'wsrep_local_state_comment'";
        const [row] = await query(status);
        if (row?.Value !== 'Synced') throw new Error(`${name}: ${row?.Value}`);
      });
      if (isFirst) {
        await query("create user if not exists root@'127.0.0.1'");
        const all = "grant all on *.* to root@'127.0.0.1' with grant option";
        await query(all);
      }
    },
    async kill() {
      server?.kill('SIGKILL');
      if (server) await once(server, 'exit');
    },
  };
}

/** How far a server had come when it was killed: the rest is sent to it. */
async function findPosition(options: string[]): Promise<string> {
  const recover = spawn('mariadbd', [...options, '--wsrep-recover']);
  let words = '';
  recover.stderr.on('data', (chunk) => {
    words += chunk;
  });
  await once(recover, 'close');
  const [, position = ''] = /Recovered position:\s*(\S+)/.exec(words) ?? [];
  return `--wsrep-start-position=${position}`;
}

/** Tries again for a minute, then throws what went wrong last. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= 600) throw error;
    }
    await sleep(100);
  }
}
