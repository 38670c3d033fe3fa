const isTerminal = process.stderr.isTTY === true;

/** Runs one slow step and says how it goes: what it does, its latest message, and the time it took. */
export async function step<T>(title: string, work: (report: (message: string) => void) => Promise<T>): Promise<T> {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const show = (message: string) => {
    if (isTerminal) process.stderr.write(`\r\x1b[2K  ${title} … ${message}`);
  };
  show('');
  try {
    const result = await work(show);
    process.stderr.write(`${isTerminal ? '\r\x1b[2K' : ''}  ${title} (${seconds()})\n`);
    return result;
  } catch (error) {
    process.stderr.write(`${isTerminal ? '\r\x1b[2K' : ''}  ${title} failed after ${seconds()}\n`);
    throw error;
  }
}

export const say = (text = ''): void => {
  process.stderr.write(`${text}\n`);
};
