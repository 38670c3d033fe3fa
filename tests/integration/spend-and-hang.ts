import { reserve } from '#lib/spend/ledger.ts';

/** A process that has set money aside and is killed before it settles. */
const { id } = await reserve({ resource: 'model', provider: 'anthropic', model: 'claude-sonnet-5-5', usd: 1 });
process.stdout.write(`${id}\n`);
setInterval(() => undefined, 60_000);
