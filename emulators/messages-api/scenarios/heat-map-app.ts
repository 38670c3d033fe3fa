import type { Block, SeenRequest, Turn, TurnScript } from '../turn.ts';
import { appSource, gridSource, type HeatMapFields, heatMapSource, RETAIL_FIELDS, whatChangedSource } from './heat-map-source.ts';

const DEFAULT_FOLDER = '/workspace/app';
const usage = (input_tokens: number, output_tokens: number) => ({ input_tokens, output_tokens, cache_read_input_tokens: 9000 });

/**
 * An app that the demo model could not write: a heat map drawn by hand, with marks and with words made from the data.
 * The first run leaves one type error behind; the run after it (the build's fix turn) reads, repairs and checks.
 */
export function heatMapApp(fields: HeatMapFields = RETAIL_FIELDS): TurnScript[] {
  const file = (request: SeenRequest, name: string) => `${folderOf(request)}/src/${name}`;
  const write = (request: SeenRequest, name: string, content: string) => ({
    name: 'Write',
    input: { file_path: file(request, name), content },
  });
  return [
    look(fields),
    (request) => ({
      thinking: 'One query by month and row is enough. The template has no heat map, so I draw a grid.',
      tools: [{ name: 'Read', input: { file_path: file(request, 'App.tsx') } }],
      usage: usage(1800, 60),
    }),
    (request) => ({
      text: 'No chart of the template fits, so I draw a heat map by hand.',
      tools: [write(request, 'grid.ts', gridSource(fields)), write(request, 'heat-map.tsx', heatMapSource(fields, true))],
      usage: usage(2600, 1400),
    }),
    (request) => ({
      tools: [write(request, 'what-changed.tsx', whatChangedSource(fields)), write(request, 'App.tsx', appSource(fields))],
      usage: usage(3900, 900),
    }),
    {
      text: `The heat map of ${fields.what.toLowerCase()} by month is ready, with what changed in words above it.`,
      usage: usage(4300, 50),
    },
    (request) => ({
      text: 'I look at the line that the check complains about.',
      tools: [{ name: 'Read', input: { file_path: file(request, 'heat-map.tsx') } }],
      usage: usage(4700, 40),
    }),
    (request) => ({
      tools: [{ name: 'Edit', input: { file_path: file(request, 'heat-map.tsx'), old_string: "'72'", new_string: '72' } }],
      usage: usage(5200, 60),
    }),
    { tools: [{ name: 'Bash', input: { command: 'npm run check', description: 'Check the types' } }], usage: usage(5300, 30) },
    { text: 'A width was written as a text. It is a number now, and the check passes.', usage: usage(5400, 30) },
  ];
}

/** A second prompt: the subtitle is changed, after a look at the file. */
export function heatMapFollowUp({ what }: HeatMapFields = RETAIL_FIELDS): TurnScript[] {
  const file_path = `${DEFAULT_FOLDER}/src/App.tsx`;
  return [
    { text: 'I change the subtitle.', tools: [{ name: 'Read', input: { file_path } }], usage: usage(5600, 30) },
    {
      tools: [
        {
          name: 'Edit',
          input: { file_path, old_string: 'The last twelve months', new_string: `The darker, the more ${what.toLowerCase()}` },
        },
      ],
      usage: usage(5800, 70),
    },
    { text: 'The subtitle says now what the colours mean.', usage: usage(5900, 20) },
  ];
}

const look = ({ explore, row, metric }: HeatMapFields): Turn => ({
  text: 'I look up the fields that I need.',
  tools: [
    {
      name: 'Bash',
      input: {
        command: `pwd; cat ../catalog/index.md; grep -nE '${row}|${metric}|_month' ../catalog/explores/${explore}.yml`,
        description: 'Search the catalog',
      },
    },
  ],
  usage: usage(1200, 90),
});

/** The app's folder, as `pwd` told it. */
function folderOf(request: SeenRequest): string {
  for (const { content } of request.body.messages) {
    for (const block of typeof content === 'string' ? [] : content) {
      const folder = /^(\/\S*)\s*$/m.exec(resultText(block))?.[1];
      if (folder) return folder;
    }
  }
  return DEFAULT_FOLDER;
}

function resultText(block: Block): string {
  if (block.type !== 'tool_result') return '';
  const { content } = block;
  if (typeof content === 'string') return content;
  const parts: unknown[] = Array.isArray(content) ? content : [];
  return parts.map((part) => (typeof part === 'object' && part !== null && 'text' in part ? String(part.text) : '')).join('\n');
}
