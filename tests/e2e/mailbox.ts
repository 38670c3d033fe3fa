import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { SMTPServer } from 'smtp-server';

/** A real mail server on loopback that keeps what it is given. */
export async function startMailbox() {
  const mails: { to: string[]; text: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const text = raw.replaceAll('=\r\n', '').replaceAll('=3D', '=');
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    /** The link in the newest mail to this address, once there are `count` of them. */
    async link(to: string, count = 1): Promise<string> {
      const theirs = () => mails.filter((mail) => mail.to.includes(to));
      await expect.poll(() => theirs().length).toBe(count);
      return /http:\S+\/sign-in\?\S+/.exec(theirs().at(-1)?.text ?? '')?.[0] ?? '';
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
