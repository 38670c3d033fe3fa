import { z } from 'zod';

/** Pages of the administration that show settings. `environment` ones are read at the start and shown only. */
export const SETTINGS_PAGES = [
  'model',
  'sandbox',
  'storage',
  'retention',
  'embedding',
  'features',
  'git',
  'signin',
  'budgets',
  'environment',
] as const;
export const SettingsPageName = z.enum(SETTINGS_PAGES);
export type SettingsPageName = z.infer<typeof SettingsPageName>;

/** Whose word counts: the environment's wins over what is stored, which wins over the default. */
export const Origin = z.enum(['env', 'stored', 'default']);

const SecretShown = z.object({ set: z.boolean(), last4: z.string().nullable() });

/** One setting as it is in force. */
export const SettingShown = z.object({
  name: z.string(),
  variable: z.string(),
  label: z.string(),
  about: z.string(),
  kind: z.enum(['text', 'secret', 'number', 'duration', 'switch', 'choice', 'list']),
  options: z.array(z.string()).optional(),
  /** A secret is never shown. */
  value: z.union([z.string(), z.number(), z.boolean(), SecretShown]).nullable(),
  default: z.string().nullable(),
  origin: Origin,
  /** Can be changed here: not while the environment says it, and not what is read at the start only. */
  editable: z.boolean(),
  /** A change takes effect when the processes are started again. */
  restart: z.boolean(),
  /** Of something that this version does not have. */
  available: z.boolean(),
});
export type SettingShown = z.infer<typeof SettingShown>;

export const SettingsShown = z.object({
  page: SettingsPageName,
  /** Changes with every change of what is stored: sent back when saving, so that nobody overwrites another's change unseen. */
  version: z.string(),
  settings: z.array(SettingShown),
});
export type SettingsShown = z.infer<typeof SettingsShown>;

const SettingGiven = z.union([z.string().max(20_000), z.number(), z.boolean()]).nullable();

/** New values by name or by variable. `null` takes the stored value away. */
export const SettingsChange = z.object({ version: z.string().optional(), values: z.record(z.string().max(100), SettingGiven) });
export type SettingsChange = z.infer<typeof SettingsChange>;

/** What is to be tried in place of what is in force: values that are not saved yet. */
export const SettingsTrial = z.object({ values: z.record(z.string().max(100), SettingGiven).default({}) });

export const TestStep = z.object({
  name: z.string(),
  status: z.enum(['ok', 'failed', 'skipped']),
  ms: z.number(),
  message: z.string().optional(),
});
export type TestStep = z.infer<typeof TestStep>;
export const TestResult = z.object({ ok: z.boolean(), steps: z.array(TestStep) });
export type TestResult = z.infer<typeof TestResult>;
