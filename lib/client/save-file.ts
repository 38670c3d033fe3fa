const SAFE_TYPES = new Set(['text/csv', 'text/plain', 'application/json', 'text/tab-separated-values']);
const MAX_NAME = 120;

/** A file name without folders, control characters or leading dots. `fallback` when nothing is left. */
export function safeFileName(name: string, fallback = 'export.csv'): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const clean = base
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control and direction characters are what is taken out
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]/g, '')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, MAX_NAME);
  return clean === '' ? fallback : clean;
}

/** Types that a browser would run are saved as plain bytes. */
export function safeMime(mime: string): string {
  const type = mime.split(';')[0]?.trim().toLowerCase() ?? '';
  return SAFE_TYPES.has(type) ? `${type};charset=utf-8` : 'application/octet-stream';
}

/** Hands a text to the browser's downloads. */
export function saveFile(file: { filename: string; mime: string; text: string }): void {
  const address = URL.createObjectURL(new Blob([file.text], { type: safeMime(file.mime) }));
  const link = document.createElement('a');
  link.href = address;
  link.download = safeFileName(file.filename);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
