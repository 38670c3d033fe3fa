import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '#components/ui/global.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '#components/ui/providers.tsx';
import { NONCE_HEADER } from '#lib/http/nonce.ts';

export const metadata: Metadata = {
  title: { default: 'Glassworks', template: '%s · Glassworks' },
  description: 'Turns a sentence into a governed data app.',
  icons: { icon: '/icon.svg' },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f2f5f3' },
    { media: '(prefers-color-scheme: dark)', color: '#0b100f' },
  ],
};

/** Every page is made for its request, because its scripts carry the nonce of that very answer. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
