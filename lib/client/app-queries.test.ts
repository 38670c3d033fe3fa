import { expect, it } from 'vitest';
import { linesOf } from './app-queries.ts';

/** A body that arrives in these pieces. */
const arriving = (...pieces: (string | Uint8Array)[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
      controller.close();
    },
  });

it('lines are whole however they arrive, and the last one needs no end', async () => {
  const [first, rest] = [new TextEncoder().encode('{"é').slice(0, 3), new TextEncoder().encode('{"é').slice(3)];
  const lines: string[] = [];
  for await (const line of linesOf(arriving(first, rest, '":1}\n{"b"', ':2}\n\n', '{"c":3}'))) lines.push(line);
  expect(lines).toEqual(['{"é":1}', '{"b":2}', '', '{"c":3}']);
});
