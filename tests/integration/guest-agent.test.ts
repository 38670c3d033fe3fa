import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGuest } from '#lib/sandbox/guest-client.ts';
import { unixFetch } from '#lib/sandbox/providers/local/unix-fetch.ts';
import { createGuestServer } from '../../sandboxes/guest-agent/server.ts';

test('an archive that cannot be made, because no process can be started, leaves the guest agent alive', async () => {
  const root = mkdtempSync(join(tmpdir(), 'guest-'));
  const socket = join(root, 'guest.sock');
  // No tar is found here; a sandbox that is full of processes fails in the same way.
  const { server } = createGuestServer({ token: 't', listen: { path: socket }, root, home: root, path: '/nonexistent', forward: null });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const guest = createGuest(unixFetch(socket), 't');
  const signal = AbortSignal.timeout(10_000);
  const read = async () => {
    for await (const bytes of guest.tarOut(root, ['.'], [], signal)) expect(bytes.length).toBe(0);
  };
  await expect(read()).rejects.toThrow();
  await expect(guest.health(signal)).resolves.toMatchObject({ processes: 0 });
  server.close();
  rmSync(root, { recursive: true, force: true });
});
