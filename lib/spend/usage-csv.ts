import type { Usage } from '#lib/contracts/usage.ts';

const HEAD = ['key', 'name', 'model_usd', 'sandbox_usd', 'warehouse_usd', 'total_usd', 'calls'] as const;

/** The lines as a spreadsheet reads them. */
export function usageCsv({ items }: Pick<Usage, 'items'>): string {
  const rows = items.map((line) => [line.key, line.name, line.modelUsd, line.sandboxUsd, line.warehouseUsd, line.totalUsd, line.calls]);
  return [HEAD, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/** What a spreadsheet would take for a formula begins with an apostrophe; numbers are numbers. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[\s]*[=+\-@]|^[\t\r\n]/.test(value) && !/^\d{4}-\d\d-\d\d$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
