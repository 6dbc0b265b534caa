import { readConfig } from '../../src/config.ts';
import { visible } from '../terminal.ts';
import { readArguments } from './arguments.ts';
import { describe } from './report.ts';
import { check } from './run.ts';
import { watch } from './watch.ts';

// npm run check ex3-2 [address or port] [watch] [json]: whether a student's
// own server does what the lecture asks. It sends requests, and nothing else.

try {
  const asked = readArguments(process.argv.slice(2));
  const [{ port } = { port: 15_001 }] = readConfig([], []);
  const once = async () => {
    const report = await check(asked, port);
    const site = `http://localhost:${port}`;
    const json = visible(JSON.stringify(report));
    console.log(asked.json ? json : describe(report, site));
    process.exitCode = report.status;
  };
  await once();
  if (asked.watch) await watch(asked, port, once);
} catch (error) {
  // Wrong words on the command line or in .env; anything else is our mistake.
  console.error((error as Error).message);
  process.exitCode = 2;
}
