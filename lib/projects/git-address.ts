/** A git address, or a text that holds some, without user names and passwords: tokens often stand there. */
export const withoutCredentials = (text: string): string => text.replace(/(?<=\b[a-z][a-z+.-]*:\/\/)[^/\s]*@/gi, '');

/** The host of a git address, with its port if it names one: `https://…`, `ssh://…` or `git@host:path`. */
export function gitHostOf(url: string): string | null {
  const short = /^[\w.-]+@([\w.-]+):(?!\/\/)/.exec(url)?.[1];
  return (short ?? URL.parse(url)?.host)?.toLowerCase() || null;
}
