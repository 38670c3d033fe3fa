/** What may be saved, with the ending that its name gets; no system runs any of these. */
const TYPES: Readonly<Record<string, { readonly mime: string; readonly endings: readonly string[] }>> = {
  'text/csv': { mime: 'text/csv;charset=utf-8', endings: ['csv'] },
  'text/tab-separated-values': { mime: 'text/tab-separated-values;charset=utf-8', endings: ['tsv'] },
  'application/json': { mime: 'application/json;charset=utf-8', endings: ['json', 'geojson'] },
  'text/plain': { mime: 'text/plain;charset=utf-8', endings: ['txt', 'md', 'csv', 'tsv', 'json', 'log', 'ts', 'tsx', 'css'] },
};
const PLAIN = { mime: 'text/plain;charset=utf-8', endings: ['txt'] };
const MAX_NAME = 120;

const typeOf = (mime: string) => {
  const name = mime.split(';')[0]?.trim().toLowerCase() ?? '';
  return (Object.hasOwn(TYPES, name) ? TYPES[name] : undefined) ?? PLAIN;
};

/** A file name without folders, control characters, leading dots or an ending that a system would run. */
export function safeFileName(name: string, mime: string): string {
  const { endings } = typeOf(mime);
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const clean = base
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control and direction characters are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>:"|?*]/g, '')
    .toWellFormed()
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const ending = /\.([a-z0-9]{1,8})$/i.exec(clean)?.[1] ?? '';
  const kept = endings.includes(ending.toLowerCase()) ? ending : endings[0];
  const stem = (kept === ending ? clean.slice(0, -ending.length - 1) : clean).slice(0, MAX_NAME).trimEnd() || 'export';
  // Names of devices, with any ending, on Windows.
  return `${/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(stem) ? `_${stem}` : stem}.${kept}`;
}

/** A type that no browser runs; whatever else is asked for is saved as plain text. */
export const safeMime = (mime: string): string => typeOf(mime).mime;

/** Hands a text to the browser's downloads. */
export function saveFile(file: { filename: string; mime: string; text: string }): void {
  const address = URL.createObjectURL(new Blob([file.text], { type: safeMime(file.mime) }));
  const link = document.createElement('a');
  link.href = address;
  link.download = safeFileName(file.filename, file.mime);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
