import { describe, expect, test } from 'vitest';
import { userPrompt } from '#lib/agent/prompt.ts';
import { fixtureText } from './fixture-catalogs.ts';
import { parsePlan } from './plan.ts';
import { respond } from './respond.ts';
import type { DemoTurn, ToolCall } from './turn.ts';

const APP = '/workspace/app';
const TOOLS = ['Bash', 'Edit', 'Read', 'Write'].map((name) => ({ name }));
const numbered = (text: string) =>
  text
    .split('\n')
    .map((line, index) => `${index + 1}\t${line}`)
    .join('\n');

/** The agent's side of the conversation, with files in memory. */
class Agent {
  readonly files = new Map<string, string>([[`${APP}/src/App.tsx`, 'export default () => null;']]);
  readonly messages: object[] = [];
  readonly calls: ToolCall[] = [];
  failures = 0;

  run(prompt: string, catalog = 'retail'): DemoTurn {
    const reminder = { type: 'text', text: '<system-reminder>\nThe date is today.\n</system-reminder>' };
    this.messages.push({ role: 'user', content: [reminder, { type: 'text', text: prompt }] });
    for (let turns = 0; turns < 12; turns++) {
      const turn = respond({ model: 'glassworks-demo', messages: this.messages, tools: TOOLS });
      if (!turn) throw new Error('no answer');
      const uses = turn.tools.map((tool, index) => ({ type: 'tool_use', id: `t${this.messages.length}_${index}`, ...tool }));
      this.messages.push({ role: 'assistant', content: [...(turn.text ? [{ type: 'text', text: turn.text }] : []), ...uses] });
      if (uses.length === 0) return turn;
      this.calls.push(...turn.tools);
      const content = uses.map((use) => ({ type: 'tool_result', tool_use_id: use.id, ...this.use(use, catalog) }));
      this.messages.push({ role: 'user', content: [...content, reminder] });
    }
    throw new Error('the model does not come to an end');
  }

  private use({ name, input }: ToolCall, catalog: string): { content: string; is_error?: boolean } {
    const path = input.file_path ?? '';
    if (name === 'Write') {
      this.files.set(path, input.content ?? '');
      return { content: `File written: ${path}` };
    }
    if (name === 'Read') {
      const text = this.files.get(path) ?? fixtureText(catalog, path.replace('/workspace/catalog/', ''));
      return { content: `${numbered(text)}\n<system-reminder>be careful</system-reminder>` };
    }
    if (input.command?.includes('npm run check')) {
      return this.failures-- > 0 ? { content: "src/App.tsx(1,1): error TS2304: Cannot find name 'x'.", is_error: true } : { content: '' };
    }
    const files = [...this.files.keys()].map((file) => file.replace(`${APP}/`, '')).join('\n');
    const plan = this.files.get(`${APP}/src/plan.json`) ?? '';
    const index = fixtureText(catalog, 'index.md');
    const parts = { folder: APP, files, plan, index };
    return {
      content: Object.entries(parts)
        .map(([part, text]) => `--- glassworks: ${part}\n${text}`)
        .join('\n'),
    };
  }
}

describe('the demo model', () => {
  test('looks, reads, writes, checks and tells, through the agent’s tools', () => {
    const agent = new Agent();
    const last = agent.run('Revenue and orders by month, split by region, with a table of the top customers');
    expect(agent.calls.map(({ name }) => name).filter((name, index, all) => name !== all[index - 1])).toEqual([
      'Bash',
      'Read',
      'Write',
      'Bash',
    ]);
    expect([...agent.files.keys()].map((file) => file.split('/').at(-1)).sort()).toEqual([
      'App.tsx',
      'charts.tsx',
      'kpis.tsx',
      'plan.json',
      'tables.tsx',
    ]);
    expect(agent.files.get(`${APP}/src/charts.tsx`)).toContain('orders_order_date_month');
    expect(last.text).toMatch(/^Done\. The app shows.*demo model, without AI/s);
  });

  test('changes the app in the same conversation, and writes only what changes', () => {
    const agent = new Agent();
    agent.run('Revenue by month, split by region, with a table of the top customers');
    agent.calls.length = 0;
    const last = agent.run('make it a stacked bar and add a filter for region');
    const written = agent.calls.filter(({ name }) => name === 'Write').map(({ input }) => input.file_path?.split('/').at(-1));
    expect(written).toEqual(['plan.json', 'App.tsx', 'charts.tsx']);
    expect(agent.files.get(`${APP}/src/charts.tsx`)).toMatch(/kind="bar"\s+stacked/);
    expect(last.text).toContain('You can filter by region.');
  });

  test('changes the app when the conversation was lost', () => {
    const agent = new Agent();
    agent.run('Revenue by month, split by region');
    agent.messages.length = 0;
    agent.run('make it a stacked area');
    const plan = parsePlan(agent.files.get(`${APP}/src/plan.json`) ?? '');
    expect(plan?.blocks.find(({ kind }) => kind === 'chart')).toMatchObject({
      chart: 'area',
      stacked: true,
      split: { id: 'regions_region_name' },
    });
  });

  test('removes a file that the app no longer needs', () => {
    const agent = new Agent();
    agent.run('Revenue by month with a table of the top customers');
    agent.run('remove the table');
    expect(agent.calls.at(-1)?.input.command).toMatch(/rm -f src\/tables\.tsx && npm run check/);
  });

  test('tries once more in a simpler form when the check fails, then says so', () => {
    const agent = new Agent();
    agent.failures = 1;
    expect(agent.run('Revenue by month, split by region').text).toMatch(/^Done/);
    expect(agent.calls.filter(({ input }) => input.command?.includes('npm run check'))).toHaveLength(2);
    const hopeless = new Agent();
    hopeless.failures = 9;
    expect(hopeless.run('Revenue by month').text).toMatch(/type check still fails[\s\S]*TS2304/);
  });

  test('writes the app anew when a build reports an error', () => {
    const agent = new Agent();
    agent.run('Revenue by month, split by region');
    const errors = 'src/charts.tsx(3,1): error TS2322: no';
    const last = agent.run(userPrompt({ kind: 'fix', errors, attempt: 1, attempts: 2 }));
    expect(last.text).toContain('simpler form');
    expect(agent.files.get(`${APP}/src/charts.tsx`)).not.toContain('splitBy');
  });

  test('takes only the person’s words out of a build’s prompt', () => {
    const agent = new Agent();
    agent.run(userPrompt({ kind: 'first', request: 'Revenue by month, split by region' }));
    agent.messages.length = 0;
    agent.run(userPrompt({ kind: 'restarted', request: 'call it "A build failed"', summary: 'They asked for Revenue by month.' }));
    const plan = parsePlan(agent.files.get(`${APP}/src/plan.json`) ?? '');
    expect(plan?.title).toBe('A build failed');
    expect(plan?.blocks.find(({ kind }) => kind === 'chart')).toMatchObject({ split: { id: 'regions_region_name' } });
  });

  test('works on another catalog, and on none', () => {
    const agent = new Agent();
    agent.run('trips per week by member type', 'bikeshare');
    expect(agent.files.get(`${APP}/src/charts.tsx`)).toContain('members_plan');
  });

  test('gives a title when it has no tools, and refuses what is no conversation', () => {
    expect(respond({ model: 'm', messages: [{ role: 'user', content: 'Revenue by month' }] })).toEqual({
      text: '{"title":"Revenue by month"}',
      tools: [],
    });
    expect(respond({ model: 'm', messages: 'hello' })).toBeNull();
  });
});
