import { openLoop } from '../soak/open-loop.ts';

// Asks one port for a page of the database as fast as one core can, over a
// hundred connections, for so many seconds; prints how many were answered.
const [port, seconds] = process.argv.slice(2).map(Number);
const how = { rate: 100_000, seconds: seconds as number, connections: 100 };
const { times } = await openLoop(port as number, '/ex5/', how);
const counts = [...times].map(([status, { length }]) => [status, length]);
console.log(JSON.stringify(Object.fromEntries(counts)));
