import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GenerateOptions, materialise, type Step } from '../materialise.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const STATIONS = 90;
const MEMBERS = 3000;
const TRIPS = 40_000;
const DAYS = 548;

const tables: readonly Step[] = [
  {
    label: 'stations',
    sql: `CREATE TABLE raw.stations AS SELECT 'S' || lpad(i::VARCHAR, 3, '0') AS station_key,
        pick(['Mill','Castle','Market','River','Park','Station','Museum','Harbour','School','Bridge'], u('name', i)) || ' ' ||
        pick(['Street','Square','Lane','Gate','Corner'], u('kind', i)) || ' ' || i AS station_name,
        pick(['Old Town','Old Town','Riverside','University','Northgate','Hillside'], u('district', i)) AS district,
        (8 + floor(u('docks', i) * 24))::INTEGER AS docks
      FROM range(1, ${STATIONS} + 1) r(i)`,
  },
  {
    label: 'members',
    sql: `CREATE TABLE raw.members AS SELECT i::INTEGER AS member_key,
        pick(['year','year','month','month','month','day'], u('plan', i)) AS plan,
        CASE WHEN u('told', i) < 0.85 THEN (1950 + floor(sqrt(u('born', i)) * 58))::INTEGER END AS birth_year,
        (DATE '2024-03-01' + floor(u('joined', i) * 780)::INTEGER)::DATE AS joined_on
      FROM range(1, ${MEMBERS} + 1) r(i)`,
  },
  {
    label: 'trips',
    sql: `CREATE TABLE raw.trips AS
      WITH days AS (
        SELECT d, sum(weight) OVER (ORDER BY d) / sum(weight) OVER () AS upto FROM (
          SELECT d, 1.1 - cos(2 * pi() * (d + 100) / 365.0) + CASE WHEN (d + 1) % 7 < 5 THEN 0.5 ELSE 0 END AS weight FROM range(0, ${DAYS}) r(d))),
      dated AS (
        SELECT i, DATE '2025-04-01' + (SELECT count(*) FROM days WHERE upto < (i - 0.5) / ${TRIPS})::INTEGER AS day, floor(pow(u('origin', i), 1.8) * ${STATIONS})::INTEGER AS origin,
          (4 + floor(pow(u('minutes', i), 2) * 55))::INTEGER AS minutes, pick(['classic','classic','classic','electric','electric','cargo'], u('bike', i)) AS bike_kind
        FROM range(1, ${TRIPS} + 1) r(i))
      SELECT i::INTEGER AS trip_key,
        day + to_seconds(cast(86399 * CASE WHEN u('rush', i) < 0.5 THEN 0.27 + 0.1 * u('time', i) + CASE WHEN u('back', i) < 0.5 THEN 0.38 ELSE 0 END ELSE 0.2 + 0.75 * u('time', i) END AS BIGINT)) AS departed_at,
        'S' || lpad((1 + origin)::VARCHAR, 3, '0') AS from_station,
        CASE WHEN u('lost', i) < 0.004 THEN NULL WHEN u('round', i) < 0.07 THEN 'S' || lpad((1 + origin)::VARCHAR, 3, '0')
          ELSE 'S' || lpad((1 + floor(u('goal', i) * ${STATIONS})::INTEGER)::VARCHAR, 3, '0') END AS to_station,
        CASE WHEN u('ticket', i) < 0.78 THEN (1 + floor(pow(u('rider', i), 2) * ${MEMBERS}))::INTEGER END AS member_key,
        bike_kind, minutes,
        cast(minutes * (0.16 + 0.06 * u('pace', i) + CASE bike_kind WHEN 'electric' THEN 0.07 ELSE 0 END) AS DECIMAL(8, 2)) AS kilometres,
        cast(CASE WHEN u('ticket', i) < 0.78 THEN 0.5 ELSE 2.0 END + minutes * CASE bike_kind WHEN 'classic' THEN 0.05 ELSE 0.12 END AS DECIMAL(8, 2)) AS fare
      FROM dated`,
  },
];

/** Makes the bike share sample's DuckDB file, replacing one that is there. The figures are the same on every machine. */
export async function generate(duckdbPath: string, options: GenerateOptions = {}): Promise<void> {
  await materialise(duckdbPath, join(folder, 'models'), tables, options);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await generate(resolve(process.argv[2] ?? join(folder, 'bikeshare.duckdb')), { onProgress: (message) => console.error(message) });
}
