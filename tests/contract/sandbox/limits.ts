import { describe, expect, it } from 'vitest';
import { sh, soon, type World } from './world.ts';

export function describeLimits({ make, provider }: World): void {
  describe('limits', () => {
    it('ends a process that takes too much memory, and survives', async (context) => {
      if (!provider().capabilities.limits.memory) return context.skip('this provider cannot limit memory here');
      const { guest } = await make({ memory: 256 * 1024 ** 2 });
      const hog = `const all = []; for (;;) all.push(Buffer.alloc(16 * 1024 * 1024, 1))`;
      const result = await guest.run({ argv: ['node', '-e', hog], timeoutMs: 30_000 }, soon());
      expect(result.timedOut).toBe(false);
      expect(result.signal).toBe('SIGKILL');
      expect((await sh(guest, 'echo alive')).stdout).toBe('alive\n');
    });

    it('bounds the number of processes, and survives', async (context) => {
      if (!provider().capabilities.limits.processes) return context.skip('this provider cannot limit processes here');
      const { guest } = await make({ processes: 64 });
      const result = await guest.run(
        { argv: ['bash', '-c', 'for i in $(seq 300); do sleep 60 & done; echo started'], timeoutMs: 3_000 },
        soon(),
      );
      expect(result.stderr).toMatch(/Resource temporarily unavailable|fork/);
      expect((await sh(guest, 'echo alive')).stdout).toBe('alive\n');
    });

    it('bounds the disk, says that it is full, and works again after a clean-up', async (context) => {
      if (!provider().capabilities.limits.disk) return context.skip('this provider cannot limit the disk here');
      const { guest } = await make({ disk: 32 * 1024 ** 2 });
      for (const folder of ['/workspace', '/tmp', '/dev/shm']) {
        const { stdout } = await sh(guest, `head -c 200000000 /dev/zero > ${folder}/fill 2>/dev/null; stat -c %s ${folder}/fill`);
        expect(Number(stdout), folder).toBeLessThan(70 * 1024 ** 2);
      }
      await expect(guest.writeFile('/workspace/more', Buffer.alloc(1024 * 1024), soon())).rejects.toMatchObject({ kind: 'quota' });
      await sh(guest, 'rm /workspace/fill /tmp/fill');
      await guest.writeFile('/workspace/more', Buffer.alloc(1024 * 1024), soon());
    });
  });
}
