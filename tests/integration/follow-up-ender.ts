// Ends a build well, as a worker does, and then waits to be killed: `before` the transaction commits, or `after`.
import { endWell } from '#lib/builds/end-well.ts';
import { db } from '#lib/db/client.ts';
import { queue } from '#lib/jobs/queue.ts';

const [moment, id = '', appId = '', workerId = ''] = process.argv.slice(2);
const waitToBeKilled = () => new Promise<void>((resolve) => setTimeout(resolve, 60_000));

await queue();
await db().$transaction(
  async (tx) => {
    if (!(await endWell(tx, { id, appId }, workerId, 1))) throw new Error('the build was lost');
    if (moment !== 'before') return;
    process.stdout.write('ready\n');
    await waitToBeKilled();
  },
  { timeout: 120_000 },
);
process.stdout.write('ready\n');
await waitToBeKilled();
