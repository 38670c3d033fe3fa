import type { MessagesBody } from './provider.ts';

/** Tools that the provider itself runs with a network: through them a sandbox could carry data out. */
const OUTSIDE_TOOL = /^(web_search|web_fetch|code_execution|mcp_toolset|advisor)/;

/** Says which part of a request would act outside the sandbox, or null. */
export function outsideReach(body: MessagesBody): string | null {
  if (Array.isArray(body.mcp_servers) && body.mcp_servers.length > 0) return 'mcp_servers is not allowed.';
  if (body.container !== undefined && body.container !== null) return 'container is not allowed.';
  for (const tool of asRecords(body.tools)) {
    if (typeof tool.type === 'string' && OUTSIDE_TOOL.test(tool.type)) return `The tool ${tool.type} is not allowed.`;
  }
  if (asRecords(body.messages).some((message) => hasRemoteSource(message.content, 0))) {
    return 'Images and documents by URL or file id are not allowed; send their bytes.';
  }
  return null;
}

/** Content may hold content: a tool's result holds images. */
function hasRemoteSource(content: unknown, depth: number): boolean {
  if (depth > 3) return false;
  return asRecords(content).some((block) => {
    const [source] = asRecords([block.source]);
    return (
      source?.type === 'url' ||
      source?.type === 'file' ||
      hasRemoteSource(block.content, depth + 1) ||
      hasRemoteSource(source?.content, depth + 1)
    );
  });
}

function asRecords(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null);
}
