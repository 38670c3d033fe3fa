import { useDeferredValue, useEffect } from 'react';
import { loadDrawings } from './drawings-later.ts';
import { useUnfinished } from './unfinished.ts';

/** The rows of a drawing, a moment later than they came: numbers that came with them are on the screen first. */
export function useNumbersFirst<Data>(data: Data): Data {
  const drawn = useDeferredValue(data);
  useUnfinished(drawn !== data);
  // While the rows are on their way.
  useEffect(loadDrawings, []);
  return drawn;
}
