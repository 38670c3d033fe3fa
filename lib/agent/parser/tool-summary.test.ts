import { expect, test } from 'vitest';
import { toolLine } from './tool-summary.ts';

const bash = (command: string) => toolLine('Bash', { command }).summary;

test('files of the app are named by their path in it, others by their name', () => {
  expect(toolLine('Write', { file_path: '/workspace/app/src/App.tsx' })).toEqual({ summary: 'Writing src/App.tsx', path: 'src/App.tsx' });
  expect(toolLine('Edit', { file_path: 'src/a/../Chart.tsx' })).toEqual({ summary: 'Editing src/Chart.tsx', path: 'src/Chart.tsx' });
  expect(toolLine('Read', { file_path: '/workspace/app/../../etc/passwd' })).toEqual({ summary: 'Reading passwd' });
});

test('the catalog is named as such, however it is read', () => {
  expect(toolLine('Read', { file_path: '/workspace/catalog/explores/orders.yml' }).summary).toBe('Reading the catalog: orders');
  expect(toolLine('Read', { file_path: '/workspace/catalog/index.md' }).summary).toBe('Reading the catalog');
  expect(bash('cat /workspace/catalog/explores/orders.yml /workspace/catalog/explores/customers.yml')).toBe(
    'Reading the catalog: orders, customers',
  );
  expect(bash("grep -rniE 'revenue|region' /workspace/catalog")).toBe('Searching the catalog: revenue, region');
});

test('commands are one short line without the way to the app', () => {
  expect(bash('cd /workspace/app && npm run check 2>&1 | tail -20')).toBe('Running npm run check');
  expect(bash('ls -la /workspace/app/src')).toBe('Running ls -la src');
  expect(bash('node -e "\nlong"')).toBe('Running node -e "');
  expect(bash(`echo ${'x'.repeat(500)}`).length).toBeLessThanOrEqual(90);
  expect(bash('')).toBe('Running a command');
});

test('a tool that is not known, and input of another shape, still make a line', () => {
  expect(toolLine('Teleport', {}).summary).toBe('Using Teleport');
  expect(toolLine('Write', { file_path: 7 }).summary).toBe('Using Write');
});
