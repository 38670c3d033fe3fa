import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate as generateBikeshare } from './bikeshare/generate.ts';
import type { GenerateOptions } from './materialise.ts';
import { generate as generateRetail } from './retail/generate.ts';

export interface Sample {
  readonly id: string;
  readonly name: string;
  /** Absolute path of the dbt project. */
  readonly folder: string;
  /** Name of the DuckDB file that `generate` makes; the caller chooses the folder. */
  readonly warehouseFile: string;
  readonly generate: (duckdbPath: string, options?: GenerateOptions) => Promise<void>;
}

const here = dirname(fileURLToPath(import.meta.url));

/** The sample projects; the first one is loaded at the first start. */
export const samples: readonly [Sample, ...Sample[]] = [
  { id: 'retail', name: 'Retail sample', folder: join(here, 'retail'), warehouseFile: 'retail.duckdb', generate: generateRetail },
  {
    id: 'bikeshare',
    name: 'Bike share sample',
    folder: join(here, 'bikeshare'),
    warehouseFile: 'bikeshare.duckdb',
    generate: generateBikeshare,
  },
];
