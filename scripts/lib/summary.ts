import type { Health } from '../../lib/contracts/health.ts';
import { currentProvider } from '../../lib/models/choose-provider.ts';
import { store } from '../../lib/storage/store.ts';
import type { StartOptions } from './options.ts';
import { say } from './progress.ts';

interface Summary {
  readonly options: StartOptions;
  readonly admin: { email: string; link: string } | null;
  readonly health: Health;
  readonly missing: readonly string[];
  readonly seconds: number;
}

/** What a person needs to go on: the address, how to sign in, what is on, what is missing and how to change it. */
export function printSummary({ options, admin, health, missing, seconds }: Summary): void {
  const provider = currentProvider();
  const sandbox = health.checks.find((check) => check.name === 'sandbox');
  say();
  say(`  Ready after ${seconds.toFixed(1)} s:  ${process.env.NEXTAUTH_URL}`);
  if (admin) {
    say();
    say(`  Sign in as ${admin.email} with this link. It works once, for 24 hours:`);
    say(`  ${admin.link}`);
  }
  say();
  say(`  Model     ${provider.label}, ${provider.defaultModel}`);
  say(`  Sandbox   ${sandbox?.message ?? 'unknown'}`);
  say(`  Storage   ${store().name === 's3' ? 'S3 bucket' : 'files'}`);
  say(`  Data      ${options.dataDir}`);
  const notes = [...(provider.name === 'demo' ? [DEMO_NOTE] : []), ...(provider.problem ? [provider.problem] : []), ...missing];
  for (const check of health.checks) if (check.status === 'down' && check.message) notes.push(`${check.name}: ${check.message}`);
  if (notes.length > 0) say(`\n${notes.map((note) => `  ! ${note}`).join('\n')}`);
  say('\n  Ctrl-C stops it.\n');
}

const DEMO_NOTE =
  'No model key: the demo model is used, which is no AI. Set ANTHROPIC_API_KEY, or AI_DEFAULT_PROVIDER=bedrock with BEDROCK_REGION.';
