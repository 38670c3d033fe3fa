const INTERPRETERS = new Set(['node', 'sh']);

/** The name of a program for a span: never its arguments, which may be a script, a prompt or a path of a person's. */
export function commandOf(argv: readonly string[]): string {
  const [program = '', first = ''] = argv.map((part) => part.split('/').at(-1) ?? '');
  // `node …/vite.js`: the tool is what counts. `sh -c …` stays a shell.
  const isTool = INTERPRETERS.has(program) && /^[a-z][a-z0-9_-]{1,30}(\.[cm]?js)?$/.test(first);
  return isTool ? first.replace(/\.[cm]?js$/, '') : program.slice(0, 40);
}
