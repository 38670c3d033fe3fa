import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { SettingShown, SettingsShown } from '#lib/contracts/settings.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { SettingsForm } from './settings-form.tsx';

const BASE = { default: null, origin: 'default', editable: true, restart: false, available: true, about: 'What it does.' } as const;
const SETTINGS: SettingShown[] = [
  { ...BASE, name: 'a.key', variable: 'A_KEY', label: 'Key', kind: 'secret', value: { set: true, last4: '9876' }, origin: 'stored' },
  { ...BASE, name: 'a.time', variable: 'A_TIME', label: 'Time', kind: 'duration', value: 604_800_000 },
  { ...BASE, name: 'a.url', variable: 'A_URL', label: 'Address', kind: 'text', value: 'https://given', origin: 'env', editable: false },
  { ...BASE, name: 'a.later', variable: 'E2B_X', label: 'Later', kind: 'text', value: null, available: false },
];

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

function serve(answers: { save?: () => Response; test?: unknown } = {}): Sent[] {
  const sent: Sent[] = [];
  const shown: SettingsShown = { page: 'model', version: 'v1', settings: SETTINGS };
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    sent.push({ method, path, body: typeof body === 'string' ? JSON.parse(body) : undefined });
    if (method === 'PUT' && answers.save) return answers.save();
    return Response.json(path.endsWith('/test') ? answers.test : shown);
  });
  return sent;
}
afterEach(() => vi.unstubAllGlobals());

const open = async () => {
  renderUi(<SettingsForm page="model" title="Model provider" triable />);
  await screen.findByText('Time');
  return userEvent.setup();
};

test('each value says whose word it is; one of the environment cannot be changed; a secret is shown by its end', async () => {
  serve();
  await open();
  expect(screen.getByPlaceholderText('Set, ends in 9876')).toBeTruthy();
  expect(screen.getByText('From the environment')).toBeTruthy();
  expect(screen.getByText('https://given').tagName).toBe('P');
  expect(screen.queryByRole('textbox', { name: 'Address' })).toBeNull();
  expect(within(screen.getByText('Not in this version (1)').closest('details') as HTMLElement).getByText('E2B_X')).toBeTruthy();
});

test('only what was changed is sent, with the version that it was changed from; times in milliseconds', async () => {
  const sent = serve();
  const user = await open();
  expect(screen.getByRole('button', { name: 'Save' }).hasAttribute('disabled')).toBe(true);
  const time = screen.getByRole('textbox', { name: 'Time' });
  await user.clear(time);
  await user.type(time, '14');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent.at(-1)).toMatchObject({ method: 'PUT', path: '/api/admin/providers/model' }));
  expect(sent.at(-1)?.body).toEqual({ version: 'v1', values: { 'a.time': 14 * 86_400_000 } });
});

test('taking a stored value away sends null, and says what will hold', async () => {
  const sent = serve();
  const user = await open();
  await user.click(screen.getByRole('button', { name: 'Use the default of Key' }));
  expect(screen.getByText('Default, once it is saved')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent.at(-1)?.body).toEqual({ version: 'v1', values: { 'a.key': null } }));
});

test('whoever saves second is told why, and offered what is in force', async () => {
  const error = { code: 'conflict', message: 'Somebody else changed these settings meanwhile.', requestId: 'req_1' };
  serve({ save: () => Response.json({ error }, { status: 409 }) });
  const user = await open();
  await user.type(screen.getByLabelText('Key'), 'sk-new');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Somebody else changed these settings meanwhile.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Load what is in force' }));
  await waitFor(() => expect(screen.queryByText('Somebody else changed these settings meanwhile.')).toBeNull());
  expect((screen.getByLabelText('Key') as HTMLInputElement).value).toBe('');
});

test('a test tries what is typed and not saved, and tells each step', async () => {
  const steps = [
    { name: 'settings', status: 'ok', ms: 1, message: 'Anthropic.' },
    { name: 'reach', status: 'failed', ms: 20, message: 'Confirm that the key is valid.' },
    { name: 'call', status: 'skipped', ms: 0 },
  ];
  const sent = serve({ test: { ok: false, steps } });
  const user = await open();
  await user.type(screen.getByLabelText('Key'), 'sk-typed');
  await user.click(screen.getByRole('button', { name: 'Test' }));
  expect(await screen.findByText('It does not work.')).toBeTruthy();
  expect(
    screen
      .getAllByRole('listitem')
      .slice(0, 3)
      .map((item) => item.textContent),
  ).toEqual(['Settings Works, 1 msAnthropic.', 'Reach it Does not work, 20 msConfirm that the key is valid.', 'Smallest call Not tried']);
  expect(sent.at(-1)?.body).toEqual({ values: { 'a.key': 'sk-typed' } });
});
