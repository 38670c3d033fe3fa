import type { Font, ThemeBody } from '#lib/contracts/theme.ts';

const STACKS: Readonly<Record<Font, string | null>> = {
  system: null,
  humanist: 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", sans-serif',
  geometric: 'Avenir, Montserrat, Corbel, "URW Gothic", sans-serif',
  serif: 'Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif',
  mono: 'ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace',
};

/**
 * The style sheet of a theme, over the app's own. It is made of checked values only: a colour of six digits, a font of
 * the list, a picture by value; nothing that somebody wrote gets in as it is. Empty when the theme changes nothing.
 */
export function themeCss({ accent, font, logo }: ThemeBody): string {
  const stack = STACKS[font];
  const rules = [
    ...(accent === null ? [] : [`html:root[data-mantine-color-scheme]{${accentRules(accent)}}`, dark(accent)]),
    ...(stack === null
      ? []
      : [`html:root[data-mantine-color-scheme]{--mantine-font-family:${stack};--mantine-font-family-headings:${stack}}`]),
    ...(logo === null
      ? []
      : [
          `.gw-page::before{content:"";display:block;height:32px;margin-bottom:14px;background:url("${logo}") left center/contain no-repeat}`,
        ]),
  ];
  return rules.join('\n');
}

const mix = (colour: string, percent: number, other: string): string => `color-mix(in srgb,${colour} ${percent}%,${other})`;

const accentRules = (accent: string): string =>
  [
    `--mantine-primary-color-filled:${accent}`,
    `--mantine-primary-color-filled-hover:${mix(accent, 86, 'black')}`,
    `--mantine-primary-color-light:${mix(accent, 12, 'transparent')}`,
    `--mantine-primary-color-light-hover:${mix(accent, 18, 'transparent')}`,
    `--mantine-primary-color-light-color:${accent}`,
    `--mantine-color-anchor:${accent}`,
    `--gw-series-1:${accent}`,
  ].join(';');

/** On a dark ground text in the accent has to be lighter. */
const dark = (accent: string): string => {
  const light = mix(accent, 62, 'white');
  return `html:root[data-mantine-color-scheme="dark"]{--mantine-primary-color-light-color:${light};--mantine-color-anchor:${light};--gw-series-1:${light}}`;
};

/** A bundle whose style sheets end with the theme's. */
export function withTheme(files: ReadonlyMap<string, Buffer>, theme: ThemeBody): ReadonlyMap<string, Buffer> {
  const css = themeCss(theme);
  if (css === '') return files;
  return new Map(
    [...files].map(([path, content]) => [path, path.endsWith('.css') ? Buffer.concat([content, Buffer.from(`\n${css}\n`)]) : content]),
  );
}
