import { type BedrockRuntimeClient, CountTokensCommand } from '@aws-sdk/client-bedrock-runtime';
import type { ProviderProbe } from '../provider.ts';
import { bedrockErrorAnswer } from './bedrock-errors.ts';

/** Names and words of refused credentials. A right that is missing for counting only says nothing about building. */
const BAD_CREDENTIALS =
  /UnrecognizedClient|InvalidSignature|ExpiredToken|IncompleteSignature|MissingAuthenticationToken|InvalidClientTokenId|API Key is valid|security token/i;

/** Counts the tokens of two letters, which is free: credentials are checked before anything else. */
export async function probeBedrock(client: BedrockRuntimeClient, modelId: string, signal: AbortSignal): Promise<ProviderProbe> {
  const body = Buffer.from(
    JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 1, messages: [{ role: 'user', content: 'ok' }] }),
  );
  try {
    await client.send(new CountTokensCommand({ modelId, input: { invokeModel: { body } } }), { abortSignal: signal });
    return { status: 'ok', message: `${modelId} can be used.` };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (BAD_CREDENTIALS.test(`${name} ${message}`)) {
      return { status: 'down', message: 'Bedrock does not accept the credentials: check BEDROCK_API_KEY, or the pair of access keys.' };
    }
    const status = bedrockErrorAnswer(error)?.status;
    if (status === undefined) return { status: 'down', message: 'Bedrock cannot be reached: check BEDROCK_REGION and the network.' };
    if (status === 429 || status >= 500) return { status: 'degraded', message: `Bedrock is reached, but answers ${status} for now.` };
    return { status: 'ok', message: 'Bedrock is reached; more is seen by a call.' };
  }
}
