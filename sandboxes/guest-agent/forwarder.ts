import { connect, createServer, type Server, type Socket } from 'node:net';

const MAX_CONNECTIONS = 64;

/** Joins both ends byte by byte; when one breaks, so does the other. */
function join(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.pipe(to);
  }
}

/** The sandbox's door to the model gateway: whatever connects to the loopback port talks to the unix socket. */
export function startForwarder(port: number, socketPath: string): Server {
  const server = createServer({ allowHalfOpen: true }, (incoming) => {
    join(incoming, connect({ path: socketPath, allowHalfOpen: true }));
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on('error', (error) => console.error(`guest agent: no way to the model gateway: ${error.message}`));
  server.listen(port, '127.0.0.1');
  return server;
}
