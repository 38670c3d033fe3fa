import { z } from 'zod';

/** Fonts that every machine has: nothing is loaded from elsewhere. */
export const FONTS = {
  system: 'System',
  humanist: 'Humanist (Seravek, Gill Sans)',
  geometric: 'Geometric (Avenir, Montserrat)',
  serif: 'Serif (Charter, Georgia)',
  mono: 'Monospaced (Cascadia, Menlo)',
} as const;
export type Font = keyof typeof FONTS;

/** A logo is a small picture by value. SVG is left out: it can hold scripts. */
const LOGO = /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/;
const COLOUR = /^#[0-9a-f]{6}$/i;

/** How apps are to look, and what the agent is told besides. */
export const ThemeBody = z.object({
  logo: z.string().max(90_000, 'the picture is larger than 64 kB').regex(LOGO, 'it has to be a PNG, JPEG or WebP picture').nullable(),
  accent: z.string().regex(COLOUR, 'write a colour as #1a7562').nullable(),
  font: z.enum(Object.keys(FONTS) as [Font, ...Font[]]),
  instructions: z.string().trim().max(4_000),
});
export type ThemeBody = z.infer<typeof ThemeBody>;

/** Version 0 is the look that apps have by themselves. */
export const Theme = z.object({
  version: z.number().int(),
  theme: ThemeBody,
  createdAt: z.iso.datetime().nullable(),
  createdBy: z.string().nullable(),
});
export type Theme = z.infer<typeof Theme>;

/** `version` is the one that the change began from. */
export const ThemeChange = z.object({ version: z.number().int().optional(), theme: ThemeBody });
export type ThemeChange = z.infer<typeof ThemeChange>;
