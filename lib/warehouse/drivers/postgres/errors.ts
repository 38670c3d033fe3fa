import { AppError, toError } from '#lib/errors.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

export const codeOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';

/** Why a connection to Postgres failed, as precisely as can be told, and what to do. Secrets are never in it. */
export function connectionError(thrown: unknown, address: Address): AppError {
  return new AppError('unavailable', `Postgres cannot be reached: ${reason(thrown, address)}`, { cause: thrown });
}

function reason(thrown: unknown, { host, port, database, user }: Address): string {
  const message = toError(thrown).message;
  switch (codeOf(thrown)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host name ${host} does not resolve. Check its spelling and the server's DNS`;
    case 'ECONNREFUSED':
      return `host ${host} resolves, port ${port} refused the connection. Check the port, and that the database listens on that address`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `there is no route to ${host}. Check the network and the firewall`;
    case 'ETIMEDOUT':
      return `host ${host}, port ${port} did not answer in time. Check the firewall`;
    case 'ECONNRESET':
      return `host ${host}, port ${port} closed the connection at once. Check that it is a Postgres server and whether it wants SSL`;
    case '28P01':
      return `the server answers, the password of user ${user} was refused. Set the password again`;
    case '28000':
      return `the server answers and does not let user ${user} in from here. Check the user name and pg_hba.conf, and whether SSL is required`;
    case '3D000':
      return `the server answers, it has no database ${database}. Check the name`;
    case '53300':
      return 'the server answers and has too many connections. Try again later, or raise max_connections';
    case '57P03':
      return 'the server is starting or stopping. Try again in a moment';
    default:
      return /timeout/i.test(message) ? `host ${host}, port ${port} did not answer in time. Check the firewall` : tlsReason(message);
  }
}

function tlsReason(message: string): string {
  if (/does not support SSL/i.test(message)) return 'the server answers and offers no SSL. Switch SSL off, or enable it on the server';
  if (/certificate|self.signed/i.test(message)) return `the server's certificate is not trusted (${message.split('\n')[0]})`;
  if (/password must be a string|no password/i.test(message)) return 'the server asks for a password and none is set. Set the password';
  return (message.split('\n')[0] ?? message).slice(0, 300);
}

/** A failed query, in the words of Postgres. */
export function queryError(thrown: unknown): AppError {
  const message = (toError(thrown).message.split('\n')[0] ?? '').slice(0, 500);
  const code = codeOf(thrown);
  if (code === '42501')
    return new AppError('unprocessable', `Postgres does not allow its user to read this: ${message}. Grant SELECT on it`, {
      cause: thrown,
    });
  return new AppError('unprocessable', `Postgres refused the query: ${message}`, { cause: thrown });
}
