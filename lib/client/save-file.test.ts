import { describe, expect, it } from 'vitest';
import { safeFileName, safeMime } from './save-file.ts';

describe('a file that an app hands over', () => {
  it.each([
    ['report.csv', 'report.csv'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\x.csv', 'x.csv'],
    ['.bashrc', 'bashrc'],
    ['a\u0000b\u202egnp.csv', 'abgnp.csv'],
    ['con<>:"|?*.csv', 'con.csv'],
    ['...', 'export.csv'],
    ['', 'export.csv'],
  ])('named %j is saved as %j', (name, saved) => {
    expect(safeFileName(name)).toBe(saved);
  });

  it('has a name of bounded length', () => {
    expect(safeFileName('x'.repeat(500))).toHaveLength(120);
  });

  it('is never of a type that a browser would run', () => {
    expect(safeMime('text/csv; charset=latin1')).toBe('text/csv;charset=utf-8');
    expect(safeMime('text/html')).toBe('application/octet-stream');
    expect(safeMime('image/svg+xml')).toBe('application/octet-stream');
  });
});
