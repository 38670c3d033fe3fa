/** A git address, or a text that holds some, without user names and passwords: tokens often stand there. */
export const withoutCredentials = (text: string): string => text.replace(/(?<=\b[a-z][a-z+.-]*:\/\/)[^/\s]*@/gi, '');
