import { createTheme } from '@mantine/core';

/** Only what differs from Mantine: quiet, compact, system fonts (nothing is loaded from elsewhere). */
export const theme = createTheme({
  colors: {
    dark: ['#e3e7eb', '#c3cad3', '#9aa5b1', '#6b7580', '#3a424c', '#2a3038', '#1f242b', '#191d23', '#111418', '#0b0d10'],
  },
  primaryColor: 'indigo',
  primaryShade: { light: 6, dark: 5 },
  defaultRadius: 'md',
  fontFamily: 'ui-sans-serif, -apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", "Inter", "Noto Sans", sans-serif',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
});
