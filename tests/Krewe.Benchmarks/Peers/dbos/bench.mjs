// Runs the workloads that Krewe.Benchmarks asks for, one a line on stdin ("W1 1000", "W3 2000 5"), and answers each with seconds.
import readline from 'node:readline';
import { DBOS } from '@dbos-inc/dbos-sdk';

const noop = async () => 1;
const fanOut = DBOS.registerWorkflow(async (tasks) => {
  await Promise.all(Array.from({ length: tasks }, (_, i) => DBOS.runStep(noop, { name: `task${i}` })));
  await DBOS.runStep(noop, { name: 'join' });
}, { name: 'fanOut' });
const chain = DBOS.registerWorkflow(async (steps) => {
  for (let i = 0; i < steps; i++) {
    await DBOS.runStep(noop, { name: `step${i}` });
  }
}, { name: 'chain' });

const workloads = {
  W1: async (tasks) => (await DBOS.startWorkflow(fanOut)(tasks)).getResult(),
  W3: async (runs, steps) => Promise.all(Array.from({ length: runs }, async () => (await DBOS.startWorkflow(chain)(steps)).getResult())),
};

// The answers alone go to stdout.
console.log = console.info = console.debug = (...all) => console.error(...all);
DBOS.setConfig({ name: 'peer', systemDatabaseUrl: process.env.PEER_DATABASE_URL, logLevel: 'error', runAdminServer: false });
await DBOS.launch();
process.stdout.write('ready\n');
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [name, ...sizes] = line.split(' ');
  const started = process.hrtime.bigint();
  await workloads[name](...sizes.map(Number));
  process.stdout.write(`${Number(process.hrtime.bigint() - started) / 1e9}\n`);
}
await DBOS.shutdown();
