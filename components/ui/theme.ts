import { Button, type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Bottle green, the colour of the thing made. */
const glass: MantineColorsTuple = [
  '#eef8f5',
  '#dcf0ea',
  '#b7e1d5',
  '#8fd1bf',
  '#6cc3ab',
  '#48ad94',
  '#2c957d',
  '#1a7562',
  '#145c4d',
  '#0e473b',
];

/** Molten glass, the colour of the thing being made. */
const ember: MantineColorsTuple = [
  '#fff5ec',
  '#fee6d3',
  '#fccba5',
  '#f9ad74',
  '#f59552',
  '#ea7c2f',
  '#cf651d',
  '#a84f16',
  '#874013',
  '#693210',
];

/** For what destroys. White text on shade 7 has a contrast of 5.5; Mantine's own has 3.8. */
const red: MantineColorsTuple = [
  '#fff5f5',
  '#ffe3e3',
  '#ffc9c9',
  '#ffa8a8',
  '#ff8787',
  '#f76b6b',
  '#e04545',
  '#c92a2a',
  '#ad2323',
  '#8f1d1d',
];

/** Greys with a breath of green, so that panels look cut from the same material. */
const gray: MantineColorsTuple = [
  '#f6f9f7',
  '#eef2f0',
  '#e2e8e5',
  '#d2dad6',
  '#b5c0bb',
  '#8b9893',
  '#63706b',
  '#4a5651',
  '#313b37',
  '#1a2320',
];

const dark: MantineColorsTuple = [
  '#e6ede9',
  '#c1cbc7',
  '#9aa8a2',
  '#6f7d78',
  '#46534e',
  '#2f3a36',
  '#222b28',
  '#171e1c',
  '#111715',
  '#0b100f',
];

const SANS = 'ui-sans-serif, -apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", "Inter", "Noto Sans", sans-serif';
const MONO = 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** The look of Glassworks on top of Mantine. Colours of surfaces are CSS variables, see `cssVariables`. */
export const theme = createTheme({
  colors: { glass, ember, red, gray, dark },
  primaryColor: 'glass',
  // White text on this shade has a contrast of 5.6 in both colour schemes.
  primaryShade: 7,
  black: '#17201d',
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  headings: { fontFamily: SANS, fontWeight: '620' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '7px', md: '10px', lg: '14px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Tooltip: { defaultProps: { openDelay: 250, withArrow: false, radius: 'sm' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Select: { defaultProps: { clearButtonProps: { 'aria-label': 'Clear the choice' } } },
    MultiSelect: { defaultProps: { clearButtonProps: { 'aria-label': 'Clear the choices' } } },
    Menu: { defaultProps: { shadow: 'lg', radius: 'md', withinPortal: true } },
    Button: Button.extend({
      defaultProps: { radius: 'md' },
      // Mantine writes its middle size in 16 px, louder than the text around it.
      vars: (_, { size }) => ({ root: size === 'compact-md' ? { '--button-fz': '14px', '--button-height': '32px' } : {} }),
      styles: { label: { fontWeight: 560 } },
    }),
  },
});

/** Surfaces, lines and inks in both colour schemes. Everything that is drawn uses these, so that no part falls out of the picture. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--gw-header': '56px', '--gw-ease': 'cubic-bezier(0.2, 0.7, 0.2, 1)' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#5a6862',
    '--mantine-color-placeholder': '#6f7d77',
    '--gw-canvas': '#f2f5f3',
    '--gw-panel': '#ffffff',
    '--gw-frost': 'rgba(255, 255, 255, 0.72)',
    '--gw-sunken': '#ebf0ed',
    '--gw-line': 'rgba(22, 52, 44, 0.11)',
    '--gw-line-strong': 'rgba(22, 52, 44, 0.2)',
    '--gw-sheen': 'rgba(255, 255, 255, 0.9)',
    '--gw-soft': '#5a6862',
    '--gw-glass': '#145c4d',
    '--gw-glass-tint': 'rgba(26, 117, 98, 0.08)',
    '--gw-ember': '#a04b13',
    '--gw-ember-tint': 'rgba(234, 124, 47, 0.11)',
    '--gw-bad': '#b02a1f',
    '--gw-bad-tint': 'rgba(190, 50, 35, 0.07)',
    '--gw-caustic': 'rgba(72, 173, 148, 0.16)',
    '--gw-caustic-warm': 'rgba(245, 149, 82, 0.1)',
    '--gw-shadow': '0 1px 2px rgba(20, 45, 38, 0.05), 0 8px 28px -12px rgba(20, 45, 38, 0.16)',
    '--gw-shadow-lift': '0 2px 4px rgba(20, 45, 38, 0.05), 0 18px 44px -16px rgba(20, 45, 38, 0.26)',
  },
  dark: {
    '--mantine-color-body': '#131a18',
    '--mantine-color-dimmed': '#9db0a8',
    '--mantine-color-placeholder': '#84968f',
    '--gw-canvas': '#0b100f',
    '--gw-panel': '#131a18',
    '--gw-frost': 'rgba(15, 21, 19, 0.74)',
    '--gw-sunken': '#0e1412',
    '--gw-line': 'rgba(206, 240, 229, 0.1)',
    '--gw-line-strong': 'rgba(206, 240, 229, 0.2)',
    '--gw-sheen': 'rgba(220, 255, 245, 0.07)',
    '--gw-soft': '#9db0a8',
    '--gw-glass': '#8fd6c3',
    '--gw-glass-tint': 'rgba(108, 195, 171, 0.11)',
    '--gw-ember': '#f7a567',
    '--gw-ember-tint': 'rgba(245, 149, 82, 0.13)',
    '--gw-bad': '#ff9a8f',
    '--gw-bad-tint': 'rgba(255, 120, 105, 0.1)',
    '--gw-caustic': 'rgba(72, 173, 148, 0.13)',
    '--gw-caustic-warm': 'rgba(245, 149, 82, 0.07)',
    '--gw-shadow': '0 1px 2px rgba(0, 0, 0, 0.4), 0 10px 30px -14px rgba(0, 0, 0, 0.7)',
    '--gw-shadow-lift': '0 2px 4px rgba(0, 0, 0, 0.4), 0 22px 50px -18px rgba(0, 0, 0, 0.85)',
  },
});
