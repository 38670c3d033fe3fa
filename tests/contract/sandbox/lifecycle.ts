import { describe, expect, it } from 'vitest';
import { newId } from '#lib/ids.ts';
import { createGuest } from '#lib/sandbox/guest-client.ts';
import { LIMITS, soon, type World } from './world.ts';

export function describeLifecycle({ provider, make }: World): void {
  describe('lifecycle', () => {
    it('makes a sandbox whose guest agent answers, lists it, and ends it, twice without complaint', async () => {
      const made = await make();
      expect((await made.guest.health(soon())).processes).toBe(0);
      expect(await provider().alive(made.ref, soon())).toBe(true);
      expect((await provider().list(soon())).map(({ id }) => id)).toContain(made.id);
      expect(provider().refSchema.parse(JSON.parse(JSON.stringify(made.ref)))).toEqual(made.ref);
      await provider().destroy(made.ref, soon());
      await provider().destroy(made.ref, soon());
      expect(await provider().alive(made.ref, soon())).toBe(false);
      expect((await provider().list(soon())).map(({ id }) => id)).not.toContain(made.id);
      await expect(made.guest.health(soon())).rejects.toMatchObject({ kind: 'guest_unreachable' });
    });

    it('never makes two sandboxes of one id', async () => {
      const made = await make();
      const again = provider().create({ id: made.id, purpose: 'data-app', token: 'other', limits: LIMITS, signal: soon() });
      await expect(again).rejects.toMatchObject({ kind: 'conflict' });
      await made.guest.health(soon());
    });

    it('makes five at once, each of its own', async () => {
      const five = await Promise.all(Array.from({ length: 5 }, () => make()));
      await Promise.all(five.map(({ guest, id }) => guest.writeFile('/workspace/id', id, soon())));
      for (const { guest, id } of five) expect(String(await guest.readFile('/workspace/id', soon()))).toBe(id);
      await Promise.all(five.map(({ ref }) => provider().destroy(ref, soon())));
    });

    it('leaves nothing behind when the creation is cancelled', async () => {
      const id = newId('sbx');
      const signal = AbortSignal.abort();
      await expect(provider().create({ id, purpose: 'data-app', token: 't', limits: LIMITS, signal })).rejects.toThrow();
      expect((await provider().list(soon())).map((found) => found.id)).not.toContain(id);
    });

    it('refuses a wrong token and a missing one', async () => {
      const { fetch } = await make();
      await expect(createGuest(fetch, 'wrong').health(soon())).rejects.toMatchObject({ kind: 'auth' });
      expect((await fetch('/v1/health', { method: 'GET', signal: soon() })).status).toBe(401);
    });

    it('answers garbage with an error and goes on', async () => {
      const { fetch, token, guest } = await make();
      const headers = { 'x-glassworks-token': token };
      const statusOf = async (path: string, body?: string) =>
        (
          await fetch(path, {
            method: body === undefined ? 'GET' : 'POST',
            headers,
            signal: soon(),
            ...(body === undefined ? {} : { body }),
          })
        ).status;
      expect(await statusOf('/v1/processes', 'not json')).toBe(400);
      expect(await statusOf('/v1/processes', '[]')).toBe(400);
      expect(await statusOf('/v1/processes', '{"argv":[],"timeoutMs":1}')).toBe(400);
      expect(await statusOf('/v1/processes', '{"argv":["true"],"timeoutMs":-1}')).toBe(400);
      expect(await statusOf('/v1/processes/nothing/wait')).toBe(404);
      expect(await statusOf('/v2/health')).toBe(404);
      expect(await statusOf('//')).toBe(400);
      expect(await statusOf('/v1/files?path=%00')).toBe(400);
      expect(await statusOf('/v1/processes', `{"x":"${'y'.repeat(3 * 1024 * 1024)}"}`)).toBe(400);
      await guest.health(soon());
    });
  });
}
