import { describe, expect, it } from 'vitest';
import { createCoalescer } from './coalesce.ts';

function work() {
  const answer = Promise.withResolvers<string>();
  let started = 0;
  let signal: AbortSignal | undefined;
  return {
    answer,
    started: () => started,
    aborted: () => signal?.aborted ?? false,
    run: (given: AbortSignal) => {
      started++;
      signal = given;
      return answer.promise;
    },
  };
}

describe('equal work under way', () => {
  it('is done once for all who wait', async () => {
    const coalescer = createCoalescer<string>();
    const job = work();
    const signal = new AbortController().signal;
    const both = Promise.all([coalescer.run('k', signal, job.run), coalescer.run('k', signal, job.run)]);
    job.answer.resolve('done');
    expect(await both).toEqual(['done', 'done']);
    expect(job.started()).toBe(1);
  });

  it('goes on while somebody waits and is aborted when the last one leaves', async () => {
    const coalescer = createCoalescer<string>();
    const job = work();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = coalescer.run('k', one.signal, job.run);
    const second = coalescer.run('k', two.signal, job.run);
    one.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    expect(job.aborted()).toBe(false);
    two.abort(new Error('left too'));
    await expect(second).rejects.toThrow('left too');
    expect(job.aborted()).toBe(true);
  });

  it('starts anew after work was abandoned, and after it failed', async () => {
    const coalescer = createCoalescer<string>();
    const [abandoned, failing, good] = [work(), work(), work()];
    const leaver = new AbortController();
    const left = coalescer.run('k', leaver.signal, abandoned.run);
    leaver.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    const signal = new AbortController().signal;
    const failed = coalescer.run('k', signal, failing.run);
    failing.answer.reject(new Error('broken'));
    await expect(failed).rejects.toThrow('broken');
    good.answer.resolve('fine');
    expect(await coalescer.run('k', signal, good.run)).toBe('fine');
  });

  it('does not start for a caller that has left already', async () => {
    const job = work();
    await expect(createCoalescer<string>().run('k', AbortSignal.abort(new Error('gone')), job.run)).rejects.toThrow('gone');
    expect(job.started()).toBe(0);
  });
});
