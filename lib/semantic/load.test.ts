import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSemanticModel } from './load.ts';

let parent: string;
let count = 0;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'glassworks-semantic-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

/** A project folder with the given files under `models/`. */
async function project(files: Record<string, string>, settings = 'name: test\n'): Promise<string> {
  const folder = join(parent, `project-${count++}`);
  await mkdir(join(folder, 'models'), { recursive: true });
  await writeFile(join(folder, 'dbt_project.yml'), settings);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, 'models', name)), { recursive: true });
    await writeFile(join(folder, 'models', name), text);
  }
  return folder;
}

const one = async (yaml: string) => loadSemanticModel(await project({ 'm.yml': yaml }));

const ORDERS = `
models:
  - name: orders
    columns:
      - name: id
        meta:
          metrics:
            orders: { type: count }
      - name: amount
        data_type: numeric(10, 2)
`;

describe('reading models', () => {
  it('makes a dimension of every column and metrics of every definition', async () => {
    const { explores, issues } = await one(ORDERS);
    expect(issues).toEqual([]);
    expect(explores[0]?.tables[0].dimensions.map(({ id, type }) => [id, type])).toEqual([
      ['orders_id', 'string'],
      ['orders_amount', 'number'],
    ]);
    expect(explores[0]?.tables[0].metrics.map(({ id, label }) => [id, label])).toEqual([['orders_orders', 'Orders']]);
  });

  it('merges meta and config.meta of models and columns, and lets config.meta win', async () => {
    const { explores, issues } = await one(`
models:
  - name: t
    meta: { label: Old, description: Kept }
    config: { meta: { label: New } }
    columns:
      - name: a
        meta: { dimension: { type: number, label: A } }
        config: { meta: { dimension: { label: B }, metrics: { n: { type: count } } } }
`);
    expect(issues).toEqual([]);
    expect(explores[0]).toMatchObject({ label: 'New', description: 'Kept' });
    expect(explores[0]?.tables[0].dimensions[0]).toMatchObject({ label: 'B', type: 'number' });
    expect(explores[0]?.tables[0].metrics).toHaveLength(1);
  });

  it('takes types from the warehouse and reports columns and tables that it lacks', async () => {
    const folder = await project({ 'm.yml': `${ORDERS}  - name: ghost\n    columns: []\n` });
    const tables = [{ schema: 'main', name: 'orders', columns: [{ name: 'ID', type: 'number' as const }] }];
    const { explores, issues } = await loadSemanticModel(folder, { tables });
    expect(explores.map(({ name }) => name)).toEqual(['orders']);
    expect(explores[0]?.tables[0].dimensions).toMatchObject([{ id: 'orders_id', type: 'number', sql: [{ kind: 'column', name: 'ID' }] }]);
    expect(issues).toMatchObject([
      { file: 'models/m.yml', line: 9, message: expect.stringContaining('no column amount') },
      { file: 'models/m.yml', line: 11, message: expect.stringContaining('no table ghost') },
    ]);
  });

  it('gives dates and timestamps their default intervals, and only those that are named otherwise', async () => {
    const { explores } = await one(`
models:
  - name: t
    columns:
      - { name: d, data_type: date }
      - { name: s, data_type: timestamptz }
      - { name: m, data_type: date, meta: { dimension: { time_intervals: [MONTH] } } }
      - { name: o, data_type: date, meta: { dimension: { time_intervals: 'OFF' } } }
`);
    const intervals = (base: string) =>
      explores[0]?.tables[0].dimensions.filter(({ baseId }) => baseId === `t_${base}`).map(({ interval }) => interval);
    expect(intervals('d')).toEqual(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']);
    expect(intervals('s')).toEqual(['RAW', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']);
    expect(intervals('m')).toEqual(['MONTH']);
    expect(intervals('o')).toEqual([]);
  });

  it('follows anchors and merge keys', async () => {
    const { explores, issues } = await one(`
shared: &money { type: number, format: usd }
models:
  - name: t
    columns:
      - { name: a, meta: { dimension: { <<: *money, label: Amount } } }
`);
    expect(issues).toEqual([]);
    expect(explores[0]?.tables[0].dimensions[0]).toMatchObject({
      type: 'number',
      label: 'Amount',
      format: { kind: 'currency', currency: 'USD' },
    });
  });

  it('changes its version when a file changes and not otherwise', async () => {
    const folder = await project({ 'm.yml': ORDERS });
    const before = (await loadSemanticModel(folder)).version;
    expect((await loadSemanticModel(folder)).version).toBe(before);
    await writeFile(join(folder, 'models/m.yml'), `${ORDERS}\n# more\n`);
    expect((await loadSemanticModel(folder)).version).not.toBe(before);
  });
});

describe('what cannot be used', () => {
  it.each([
    ['an unknown metric type', 'metrics: { m: { type: median } }', 'm', 6, '"median" of metric m'],
    ['an unsupported key of a metric', 'metrics: { m: { type: count, distinct_keys: [a] } }', 'm', 6, '`distinct_keys`'],
    ['an access rule on a dimension', 'dimension: { required_attributes: { team: a } }', 'a', 6, '`required_attributes`'],
    ['an unknown type', 'dimension: { type: money }', 'a', 6, '"money" of dimension a'],
    ['a user attribute in SQL', `dimension: { sql: "\${lightdash.attributes.x}" }`, 'a', 6, 'lightdash.attributes.x'],
    ['SQL that closes more than it opens', 'dimension: { sql: "a) OR (1=1" }', 'a', 6, 'parentheses'],
    ['a reference to nothing', `dimension: { sql: "\${nowhere} + 1" }`, 'a', 5, 'nowhere'],
    ['a field that refers to itself', `additional_dimensions: { x: { sql: "\${x}" } }`, 'x', 6, 'circle'],
    ['an aggregate of a metric', `metrics: { m: { type: count }, n: { type: sum, sql: "\${m}" } }`, 'n', 6, 'is a metric'],
    [
      'a filter that is not understood',
      'metrics: { m: { type: count, filters: [{ a: inPeriodToDate month }] } }',
      'm',
      6,
      'inPeriodToDate',
    ],
  ])('names file, line and key of %s and leaves the field out', async (_, meta, gone, line, text) => {
    const { explores, issues } = await one(`
models:
  - name: t
    columns:
      - name: a
        meta: { ${meta} }
      - name: b
`);
    expect(issues).toMatchObject([{ file: 'models/m.yml', line, message: expect.stringContaining(text) }]);
    const { dimensions, metrics } = explores[0]?.tables[0] ?? { dimensions: [], metrics: [] };
    expect(dimensions.map(({ name }) => name)).toContain('b');
    expect([...dimensions, ...metrics].map(({ name }) => name)).not.toContain(gone);
  });

  it('leaves out the metrics of a column whose dimension carries an access rule', async () => {
    const { explores } = await one(`
models:
  - name: t
    columns:
      - name: salary
        meta: { dimension: { required_attributes: { team: hr } }, metrics: { total: { type: sum } } }
`);
    expect(explores[0]?.tables[0]).toMatchObject({ dimensions: [], metrics: [] });
  });

  it('keeps a field whose unsupported key only changes its looks, and says so', async () => {
    const { explores, issues } = await one(
      'models:\n  - name: t\n    columns:\n      - name: a\n        meta: { dimension: { colors: { x: red } } }\n',
    );
    expect(issues).toMatchObject([{ line: 5, message: expect.stringContaining('`colors`') }]);
    expect(explores[0]?.tables[0].dimensions).toHaveLength(1);
  });

  it('reports broken YAML with its line and reads the other files', async () => {
    const { explores, issues } = await loadSemanticModel(
      await project({ 'bad.yml': 'models:\n  - name: x\n   bad: [', 'good.yml': ORDERS }),
    );
    expect(issues[0]).toMatchObject({ file: 'models/bad.yml', line: 3 });
    expect(explores.map(({ name }) => name)).toEqual(['orders']);
  });

  it.each([
    ['one-to-many', 'relationship: one-to-many', '"one-to-many"'],
    ['no relationship', 'label: X', '`relationship`'],
    ['a full join', 'relationship: many-to-one, type: full', '"full"'],
    ['an unknown key', 'relationship: many-to-one, where: x', '`where`'],
  ])('leaves out a join with %s and keeps the explore', async (_, keys, text) => {
    const { explores, issues } = await one(`
models:
  - name: a
    meta:
      joins:
        - { join: b, sql_on: "$\{a.id} = $\{b.id}", ${keys} }
    columns: [{ name: id }]
  - name: b
    columns: [{ name: id }]
`);
    expect(issues).toMatchObject([{ file: 'models/m.yml', line: 6, message: expect.stringContaining(text) }]);
    expect(explores.map(({ name, joins }) => [name, joins.length])).toEqual([
      ['a', 0],
      ['b', 0],
    ]);
  });

  it('refuses the explore when a join that must always hold is not supported', async () => {
    const { explores, issues } = await one(`
models:
  - name: a
    meta: { joins: [{ join: b, sql_on: "true", relationship: many-to-many, always: true }] }
    columns: [{ name: id }]
  - name: b
    columns: [{ name: id }]
`);
    expect(explores.map(({ name }) => name)).toEqual(['b']);
    expect(issues).toHaveLength(1);
  });

  it('throws a clear error for a folder without dbt_project.yml', async () => {
    await expect(loadSemanticModel(parent)).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringContaining('dbt_project.yml'),
    });
    await expect(loadSemanticModel(join(parent, 'nothing'))).rejects.toMatchObject({ code: 'unprocessable' });
  });
});

describe('row filters that are not supported yet', () => {
  it.each(['sql_filter', 'sql_where', 'required_attributes', 'any_attributes', 'required_filters', 'sql_fitler', 'SQL_FILTER'])(
    'refuses every explore that touches a model with %s',
    async (key) => {
      const { explores, issues } = await one(`
models:
  - name: secret
    config: { meta: { ${key}: "x = 1" } }
    columns: [{ name: id }]
  - name: reader
    meta: { joins: [{ join: secret, sql_on: "$\{reader.id} = $\{secret.id}", relationship: many-to-one }] }
    columns: [{ name: id }]
  - name: free
    columns: [{ name: id }]
`);
      expect(explores.map(({ name }) => name)).toEqual(['free']);
      expect(issues.map(({ line }) => line)).toEqual([4, 7]);
    },
  );

  it('refuses all models when dbt_project.yml sets one at large', async () => {
    const folder = await project({ 'm.yml': ORDERS }, 'name: t\nmodels:\n  t:\n    +meta:\n      sql_filter: x = 1\n');
    const { explores, issues } = await loadSemanticModel(folder);
    expect(explores).toEqual([]);
    expect(issues).toMatchObject([
      { file: 'dbt_project.yml', line: 4 },
      { file: 'dbt_project.yml', line: 5 },
    ]);
  });

  it('refuses a model whose SQL sets meta, where a row filter may stand', async () => {
    const sql = "{{ config(\n  materialized='table',\n  meta={'sql_filter': 'x = 1'}) }}\nselect 1";
    const { explores, issues } = await loadSemanticModel(await project({ 'm.yml': ORDERS, 'orders.sql': sql }));
    expect(explores).toEqual([]);
    expect(issues).toMatchObject([{ file: 'models/orders.sql', line: 3 }]);
  });

  it('counts a row filter in a second description of the same model', async () => {
    const { explores } = await loadSemanticModel(
      await project({ 'a.yml': ORDERS, 'b.yml': 'models:\n  - name: orders\n    meta: { sql_filter: x = 1 }\n' }),
    );
    expect(explores).toEqual([]);
  });
});

describe('a folder that is not trusted', () => {
  it('reads no file through a link that leaves the folder', async () => {
    const folder = await project({ 'm.yml': ORDERS });
    const outside = join(parent, 'outside');
    await mkdir(outside, { recursive: true });
    await writeFile(join(outside, 'x.yml'), 'models:\n  - name: stolen\n');
    await symlink(join(outside, 'x.yml'), join(folder, 'models/link.yml'));
    await symlink(outside, join(folder, 'models/linked'));
    const { explores, issues } = await loadSemanticModel(folder);
    expect(explores.map(({ name }) => name)).toEqual(['orders']);
    expect(issues.map(({ file }) => file)).toEqual(['models/link.yml', 'models/linked']);
  });

  it('does not follow model paths that leave the folder', async () => {
    const folder = await project({ 'm.yml': ORDERS }, 'name: t\nmodel-paths: ["../outside", "/etc", "models"]\n');
    const { explores, issues } = await loadSemanticModel(folder);
    expect(explores).toHaveLength(1);
    expect(issues).toHaveLength(2);
    const file = await project({ 'm.yml': ORDERS }, 'name: t\nmodel-paths: [models/m.yml]\n');
    expect((await loadSemanticModel(file)).issues).toMatchObject([{ file: 'models/m.yml', message: expect.stringContaining('folder') }]);
  });

  it('bounds alias bombs, nesting, files and bytes', async () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (let i = 0; i < 12; i++)
      bomb.push(`${'abcdefghijklm'[i + 1]}: &${'abcdefghijklm'[i + 1]} [${`*${'abcdefghijklm'[i]},`.repeat(10)}]`);
    const folder = await project({
      'bomb.yml': bomb.join('\n'),
      'deep.yml': `models: ${'['.repeat(20_000)}`,
      'large.yml': `# ${'x'.repeat(2 * 1024 * 1024)}`,
      'circle.yml': 'models: &m [*m]',
      'm.yml': ORDERS,
    });
    const { explores, issues } = await loadSemanticModel(folder);
    expect(explores).toHaveLength(1);
    expect(new Set(issues.map(({ file }) => file))).toEqual(
      new Set(['models/bomb.yml', 'models/deep.yml', 'models/large.yml', 'models/circle.yml']),
    );
    const many = await project(Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`f${i}.yml`, ''])));
    await expect(loadSemanticModel(many)).rejects.toMatchObject({ code: 'too_large' });
  });
});
