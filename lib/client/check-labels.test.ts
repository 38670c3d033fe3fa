import { expect, it } from 'vitest';
import { checkLabel } from './check-labels.ts';

it('names checks in words, also one that it does not know', () => {
  expect(['no_errors', 'queries_answered', 'opened', 'loads_in_time', 'constructor'].map(checkLabel)).toEqual([
    'No errors',
    'All queries answered',
    'Opened in a browser',
    'Loads in time',
    'Constructor',
  ]);
});
