import { newId } from '#lib/ids.ts';
import type { GuestFetch, Limits, ProviderRef, SandboxProvider } from '#lib/sandbox/contract.ts';
import type { Guest, OutputChunk } from '#lib/sandbox/guest.ts';
import { createGuest } from '#lib/sandbox/guest-client.ts';

export const LIMITS: Limits = { memory: 512 * 1024 ** 2, cpus: 2, processes: 128, disk: 96 * 1024 ** 2 };

export interface Made {
  readonly id: string;
  readonly token: string;
  readonly ref: ProviderRef;
  readonly fetch: GuestFetch;
  readonly guest: Guest;
}

/** What the parts of the suite share: the provider, and sandboxes that are ended at the end. */
export interface World {
  readonly provider: () => SandboxProvider;
  readonly make: (limits?: Partial<Limits>) => Promise<Made>;
  /** One sandbox for the tests that do it no harm. */
  readonly shared: () => Made;
}

export const soon = (ms = 30_000): AbortSignal => AbortSignal.timeout(ms);

export async function makeSandbox(provider: SandboxProvider, limits: Partial<Limits> = {}): Promise<Made> {
  const id = newId('sbx');
  const token = newId('tok');
  const ref = await provider.create({ id, purpose: 'data-app', token, limits: { ...LIMITS, ...limits }, signal: soon() });
  const fetch = provider.guest(ref);
  return { id, token, ref, fetch, guest: createGuest(fetch, token) };
}

export const sh = (guest: Guest, script: string, timeoutMs = 20_000) => guest.run({ argv: ['sh', '-c', script], timeoutMs }, soon());
/** Runs a script under the image's Node. */
export const js = (guest: Guest, script: string, timeoutMs = 20_000) => guest.run({ argv: ['node', '-e', script], timeoutMs }, soon());

export async function chunksOf(output: AsyncIterable<OutputChunk>): Promise<OutputChunk[]> {
  const chunks: OutputChunk[] = [];
  for await (const chunk of output) chunks.push({ ...chunk, bytes: Buffer.from(chunk.bytes) });
  return chunks;
}

export const textOf = (chunks: readonly OutputChunk[], stream?: OutputChunk['stream']): string =>
  Buffer.concat(chunks.filter((chunk) => stream === undefined || chunk.stream === stream).map((chunk) => chunk.bytes)).toString('utf8');

/** Waits for a condition with a deadline. */
export async function eventually(condition: () => Promise<boolean> | boolean, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not so within ${timeoutMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
