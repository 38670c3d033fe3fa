import { connect, createServer, type Socket } from 'node:net';

type Mode = 'pass' | 'refuse' | 'hang';

export interface Breakable {
  readonly port: number;
  /** `refuse` cuts every connection, old and new; `hang` keeps them open and passes nothing on. */
  mode(mode: Mode): void;
  close(): Promise<void>;
}

/** A TCP connection to `target` that can break: stands between the product and what it depends on. */
export async function breakable(target: { host: string; port: number }): Promise<Breakable> {
  let mode: Mode = 'pass';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((near) => {
    keep(near);
    if (mode === 'refuse') return near.destroy();
    const far = connect(target.port, target.host);
    keep(far);
    const pass = (to: Socket) => (bytes: Buffer) => {
      if (mode === 'pass') to.write(bytes);
    };
    near.on('data', pass(far));
    far.on('data', pass(near));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    mode(next) {
      // What was swallowed while it hung cannot be made up for.
      if (next === 'refuse' || mode === 'hang') cut();
      mode = next;
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
