/** The entries of a list as people write it: by commas, spaces or lines. */
export const listOf = (text: string | undefined): string[] => (text ?? '').split(/[\s,]+/).filter((part) => part !== '');
