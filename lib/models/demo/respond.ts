import { requestOf } from '#lib/agent/prompt.ts';
import type { Catalog } from '#lib/contracts/catalog.ts';
import type { MessagesBody } from '../provider.ts';
import { type Conversation, readConversation } from './conversation.ts';
import { makePlan } from './make-plan.ts';
import { charts, PLAN_PATH, type Plan, type Planned } from './plan.ts';
import { renderPlan, type SourceFile } from './render-plan.ts';
import { isRevision, onlyKnown, revisePlan } from './revise-plan.ts';
import { catalogFrom, checkCall, LOOK, type Look, readCalls, readChecks, readLook, unchangedIn } from './steps.ts';
import { tellAfterwards, tellBeforehand } from './tell.ts';
import type { DemoTurn, ToolCall } from './turn.ts';

const MAX_TITLE = 60;
/** How a build reports that its own check failed: then the wish is an earlier one, and the files are written anew. */
const FIX_REQUEST = /<errors>|\berror TS\d+|\b(?:type ?check|vite build|build|bundle|check) (?:has )?failed\b/i;

/**
 * The demo model's next turn. It remembers nothing: everything follows from the messages, so that any gateway
 * process can answer. Null when the messages are not in the form of the Messages API.
 */
export function respond(body: MessagesBody): DemoTurn | null {
  const conversation = readConversation(body.messages);
  if (!conversation) return null;
  if (!hasTools(body.tools)) return { text: titleOf(requestOf(conversation.prompt)), tools: [] };
  const request = requestOf(conversation.prompt);
  // The person's own words never ask for a repair, whatever they quote.
  const fix = request === conversation.prompt && FIX_REQUEST.test(request);
  return work({ ...conversation, prompt: request }, fix);
}

function work({ prompt, calls }: Conversation, fix: boolean): DemoTurn {
  const look = readLook(calls);
  if (!look) return { text: 'I will look at the app and at the data that the catalog offers.', tools: [LOOK] };
  const reads = readCalls(look, prompt);
  if (reads.length > 0 && !calls.some(({ name }) => name === 'Read')) return { tools: reads };
  const catalog = catalogFrom(calls, look);
  const { plan, notes } = planned(prompt, look.plan, catalog, fix);
  const checks = readChecks(calls);
  const rounds = calls.filter(({ name, input }) => name === 'Write' && String(input.file_path).endsWith(PLAN_PATH)).length;
  if (rounds === 0)
    return {
      text: tellBeforehand(plan, isRevised(prompt, look.plan) ? look.plan : null),
      tools: writeCalls(plan, look, unchangedIn(calls, look)),
    };
  const current = rounds > 1 ? simpler(plan) : plan;
  if (checks.count < rounds)
    return {
      tools: [
        checkCall(
          look,
          renderPlan(current).map(({ path }) => path),
        ),
      ],
    };
  if (checks.failure !== null && rounds === 1) {
    return { text: 'The check complains. I will write a simpler form.', tools: writeCalls(simpler(plan), look, () => false) };
  }
  return { text: tellAfterwards(current, notes, checks.failure), tools: [] };
}

const isRevised = (prompt: string, before: Plan | null): boolean => before !== null && isRevision(prompt, before);

function planned(prompt: string, before: Plan | null, catalog: Catalog, fix: boolean): Planned {
  if (before && fix) {
    return { plan: simpler(onlyKnown(before, catalog)), notes: ['I wrote the app anew, in a simpler form, because its check failed.'] };
  }
  if (before && isRevision(prompt, before)) return revisePlan(before, prompt, catalog);
  return makePlan(prompt, catalog);
}

/** Without what is most likely to fail: splits and rankings inside charts. */
function simpler(plan: Plan): Plan {
  const known = new Set(charts(plan));
  return {
    ...plan,
    blocks: plan.blocks.map((block) =>
      block.kind === 'chart' && known.has(block) ? { ...block, split: null, stacked: false, top: null } : block,
    ),
  };
}

/** The plan is always written: it marks that the work was done. Other files only when they change. */
function writeCalls(plan: Plan, look: Look, unchanged: (file: SourceFile) => boolean): ToolCall[] {
  const files = renderPlan(plan).filter((file) => file.path === PLAN_PATH || !unchanged(file));
  return files.map(({ path, text }) => ({ name: 'Write', input: { file_path: `${look.folder}/${path}`, content: text } }));
}

function hasTools(tools: unknown): boolean {
  if (!Array.isArray(tools)) return false;
  const names = new Set(tools.map((tool: unknown) => (typeof tool === 'object' && tool !== null && 'name' in tool ? tool.name : null)));
  return ['Bash', 'Read', 'Write'].every((name) => names.has(name));
}

/** For the agent's side requests: a short name for the conversation. */
function titleOf(prompt: string): string {
  const line = prompt.split('\n').find((part) => part.trim() !== '') ?? 'Data app';
  return JSON.stringify({ title: line.trim().slice(0, MAX_TITLE) });
}
