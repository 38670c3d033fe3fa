import { DuckDBInstance } from '@duckdb/node-api';
import { AppError, toError } from '#lib/errors.ts';

export interface DuckDBLimits {
  readonly memory: string;
  readonly threads: number;
}

/**
 * The settings that take file and network access away, in the only order that works: after the last one nothing can
 * be set any more.
 */
const lockDown = ({ memory, threads }: DuckDBLimits): readonly string[] => [
  `SET memory_limit = '${memory}'`,
  `SET threads = ${threads}`,
  "SET TimeZone = 'UTC'",
  "SET temp_directory = ''",
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
  'SET allow_community_extensions = false',
  'SET allowed_directories = []',
  'SET enable_external_access = false',
  'SET lock_configuration = true',
];

/**
 * Opens a DuckDB file read-only and locks it down. Several processes may do so at once.
 * @throws AppError `unavailable` when the file is no database or is being written
 */
export async function openInstance(path: string, limits: DuckDBLimits): Promise<DuckDBInstance> {
  let instance: DuckDBInstance | undefined;
  try {
    instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
    const connection = await instance.connect();
    for (const setting of lockDown(limits)) await connection.run(setting);
    connection.closeSync();
    return instance;
  } catch (cause) {
    instance?.closeSync();
    throw new AppError('unavailable', `The DuckDB file could not be opened: ${firstLine(toError(cause).message, path)}`, { cause });
  }
}

/** The first line of an engine's message, without the path of the file. */
export function firstLine(message: string, path: string): string {
  return (message.split('\n')[0] ?? message).replaceAll(path, 'the file').slice(0, 500);
}
