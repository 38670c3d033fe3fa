import type { Plugin } from 'vite';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The numbers of one segment of a source map (base64 VLQ). */
function decode(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const char of segment) {
    const digit = DIGITS.indexOf(char);
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value % 2 === 1 ? -Math.floor(value / 2) : value / 2);
    value = 0;
    shift = 0;
  }
  return numbers;
}

interface SourceMap {
  readonly mappings: string;
  readonly sources: readonly (string | null)[];
}

/** By line of the bundle: `[column, file, line]` wherever another line of the app's source begins, `[column]` where it ends. */
export function placesOf({ mappings, sources }: SourceMap, fileOf: (source: string) => number | null): number[][][] {
  const files = sources.map((source) => (source === null ? null : fileOf(source)));
  let source = 0;
  let line = 0;
  return mappings.split(';').map((segments) => {
    const starts: number[][] = [];
    let column = 0;
    let before = '';
    for (const segment of segments === '' ? [] : segments.split(',')) {
      const [byColumn = 0, bySource = 0, byLine = 0] = decode(segment);
      column += byColumn;
      source += bySource;
      line += byLine;
      const file = files[source] ?? null;
      const place = file === null ? [] : [file, line + 1];
      if (place.join() !== before && !(place.length === 0 && starts.length === 0)) starts.push([column, ...place]);
      before = place.join();
    }
    return starts;
  });
}

/**
 * Writes `assets/places.js`: where the app's own lines are in the bundle, so that an error can name them. The source
 * maps themselves, several megabytes of libraries, are not kept.
 */
export function places(): Plugin {
  return {
    name: 'glassworks-places',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files: string[] = [];
      const chunks: Record<string, number[][][]> = {};
      const fileOf = (source: string): number | null => {
        const own = /(?:^|\/)(src\/[^?]+)$/.exec(source)?.[1];
        if (own === undefined || source.includes('node_modules')) return null;
        if (!files.includes(own)) files.push(own);
        return files.indexOf(own);
      };
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk' || !output.map) continue;
        chunks[output.fileName.split('/').at(-1) ?? ''] = placesOf(output.map, fileOf);
      }
      for (const name of Object.keys(bundle)) if (name.endsWith('.map')) delete bundle[name];
      this.emitFile({ type: 'asset', fileName: 'assets/places.js', source: `export default ${JSON.stringify({ files, chunks })}` });
    },
  };
}
