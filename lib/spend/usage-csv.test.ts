import { expect, test } from 'vitest';
import { usageCsv } from './usage-csv.ts';

const line = { modelUsd: 0.1, sandboxUsd: 0, warehouseUsd: 0, totalUsd: 0.1, calls: 1 };
const csvOf = (name: string) => usageCsv({ items: [{ key: 'app_1', name, ...line }] }).split('\r\n')[1];

test.each([
  ['Orders', 'app_1,Orders,0.1,0,0,0.1,1'],
  ['=HYPERLINK("http://x")', `app_1,"'=HYPERLINK(""http://x"")",0.1,0,0,0.1,1`],
  ['+1', "app_1,'+1,0.1,0,0,0.1,1"],
  ['-1', "app_1,'-1,0.1,0,0,0.1,1"],
  ['@SUM(A1)', "app_1,'@SUM(A1),0.1,0,0,0.1,1"],
  ['  =1', "app_1,'  =1,0.1,0,0,0.1,1"],
  ['\tx', "app_1,'\tx,0.1,0,0,0.1,1"],
  ['a, "b"', 'app_1,"a, ""b""",0.1,0,0,0.1,1'],
])('a name such as %j is text to a spreadsheet, never a formula', (name, row) => {
  expect(csvOf(name)).toBe(row);
});
